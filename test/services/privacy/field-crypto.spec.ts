import { expect } from 'chai';
import fc from 'fast-check';
import {
  createFieldCrypto,
  newKeyRing,
  readKeyRing,
  rotateKeyRing,
  sameFingerprint,
  writeKeyRing,
} from '../../../services/privacy/field-crypto.ts';
import { assertKeysFit, createPersonKeys } from '../../../services/privacy/person-keys.ts';
import { personKeyStore } from '../../../services/storage/person-key-store-sql.ts';
import { temporaryDatabase, type TemporaryDatabase } from '../support/temporary-database.ts';

const cell = { table: 'tickets', column: 'phone', row: '20261124-000017' };

describe('field encryption', () => {
  const ring = newKeyRing();
  const crypto = createFieldCrypto(ring);

  it('gives back any text that was sealed, and never shows it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 8 }), (text) => {
        const sealed = crypto.seal(text, cell);
        expect(crypto.open(sealed, cell)).to.equal(text);
        expect(sealed).to.match(/^v1\.k1\.[\w-]{16}\.[\w-]*\.[\w-]{22}$/);
        expect(sealed).not.to.include(text);
      }),
    );
  });

  it('seals the same text differently each time', () => {
    expect(crypto.seal('13800001111', cell)).not.to.equal(crypto.seal('13800001111', cell));
  });

  for (const other of [
    { ...cell, row: '20261124-000025' },
    { ...cell, column: 'name' },
    { ...cell, table: 'benefits' },
  ])
    it(`does not open in ${other.table}.${other.column} of ${other.row}`, () => {
      expect(() => crypto.open(crypto.seal('王某', cell), other)).to.throw('cannot open');
    });

  it('does not open once any character was changed', () => {
    const sealed = crypto.seal('住在幸福里3号楼', cell);
    fc.assert(
      fc.property(fc.nat({ max: sealed.length - 1 }), (at) => {
        const changed =
          sealed.slice(0, at) + (sealed[at] === 'A' ? 'B' : 'A') + sealed.slice(at + 1);
        // The last base64 character of a part may hold unused bits: then the bytes are unchanged.
        let opened: string;
        try {
          opened = crypto.open(changed, cell);
        } catch {
          return;
        }
        expect(bytesOf(changed)).to.deep.equal(bytesOf(sealed));
        expect(opened).to.equal('住在幸福里3号楼');
      }),
    );
  });

  it('goes on reading with old keys after a rotation and writes with the new one', () => {
    const before = crypto.seal('旧', cell);
    const rotated = createFieldCrypto(readKeyRing(writeKeyRing(rotateKeyRing(ring))));
    expect(rotated.open(before, cell)).to.equal('旧');
    expect(rotated.seal('新', cell)).to.match(/^v1\.k2\./);
  });

  it('reads its ring again when something was sealed with a key that came later, and never another ring', () => {
    const next = rotateKeyRing(ring);
    const sealed = createFieldCrypto(next).seal('新', cell);
    const late = createFieldCrypto(ring, () => next);
    expect(late.seal('旧', cell)).to.match(/^v1\.k1\./);
    expect(late.open(sealed, cell)).to.equal('新');
    expect(late.seal('以后', cell)).to.match(/^v1\.k2\./);
    const elsewhere = createFieldCrypto(ring, () => rotateKeyRing(newKeyRing()));
    expect(() => elsewhere.open(sealed, cell)).to.throw('unknown key');
  });

  it('finds the same phone however it is written, and keeps columns apart', () => {
    const index = crypto.blindIndex('phone', '13812345678');
    for (const spelling of ['138 1234 5678', '+86 138-1234-5678', '１３８１２３４５６７８'])
      expect(crypto.blindIndex('phone', spelling)).to.equal(index);
    expect(crypto.blindIndex('name', '13812345678')).not.to.equal(index);
    expect(createFieldCrypto(newKeyRing()).blindIndex('phone', '13812345678')).not.to.equal(index);
  });

  it('compares fingerprints of any length without failing', () => {
    const print = crypto.fingerprint('query-code', 'ABCD');
    expect(sameFingerprint(print, print)).to.equal(true);
    expect(sameFingerprint(print, 'ab')).to.equal(false);
  });

  for (const text of ['', '{}', 'null', '{"current":"k1","keys":{"k1":"c2hvcnQ="},"index":""}'])
    it(`refuses the key file ${JSON.stringify(text)} without quoting it`, () => {
      expect(() => readKeyRing(text)).to.throw('the key file is not a key ring');
    });
});

describe('keys of persons', () => {
  let temporary: TemporaryDatabase;
  beforeEach(async () => {
    temporary = await temporaryDatabase();
  });
  afterEach(() => temporary.close());

  const at = '2026-11-24T08:00:00.000Z';

  it('makes what was sealed for a person unreadable once the person is erased', async () => {
    const crypto = createFieldCrypto(newKeyRing());
    const keys = createPersonKeys({ crypto, store: personKeyStore(temporary.db) });
    const [one, other] = [await keys.create(at), await keys.create(at)];
    const sealed = (await keys.sealerFor(one))!.seal('王秀英', cell);
    expect((await keys.sealerFor(one))!.open(sealed, cell)).to.equal('王秀英');
    expect(() => crypto.open(sealed, cell)).to.throw('unknown key');
    await keys.destroy(one, at);
    expect(await keys.sealerFor(one)).to.equal(null);
    expect(await keys.sealerFor(other)).not.to.equal(null);
  });

  it('refuses to start with keys that cannot read the database', async () => {
    const store = personKeyStore(temporary.db);
    const ring = newKeyRing();
    await assertKeysFit({ crypto: createFieldCrypto(ring), store });
    await assertKeysFit({ crypto: createFieldCrypto(rotateKeyRing(ring)), store });
    const wrong = await assertKeysFit({ crypto: createFieldCrypto(newKeyRing()), store }).then(
      () => null,
      (thrown: unknown) => thrown,
    );
    expect(wrong).to.have.property('code', 'internal');
  });
});

const bytesOf = (sealed: string): string[] =>
  sealed
    .split('.')
    .slice(2)
    .map((part) => Buffer.from(part, 'base64url').toString('hex'));
