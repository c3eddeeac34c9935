import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { composeOffice } from '../../../bot/compose-office.ts';
import { newKeyRing } from '../../../services/privacy/field-crypto.ts';
import { backupTo, restoreFrom } from '../../../services/storage/backup.ts';
import { openDatabase } from '../../../services/storage/database.ts';
import { complaint, member, type TestOffice, testOffice } from '../support/office.ts';

describe('a backup', () => {
  let office: TestOffice;
  let file: string;
  beforeEach(async () => {
    office = await testOffice();
    file = join(office.folder, 'backups', 'one.db');
  });
  afterEach(() => office.close());

  it('taken while people file tickets holds every one acknowledged before, and its chain holds', async () => {
    const before = await office.tickets.file(complaint, 'before');
    const filing = Array.from({ length: 20 }, (_, n) =>
      office.tickets.file(complaint, `during-${n}`),
    );
    await Promise.all([...filing, backupTo(office.parts.db, file)]);
    const restored = join(office.folder, 'again', 'mingbai.db');
    restoreFrom(file, restored);
    const db = await openDatabase({ url: restored });
    try {
      const again = await composeOffice({ ...office.parts, db });
      expect((await again.tickets.progress(before.number, before.queryCode)).number).to.equal(
        before.number,
      );
      expect(await again.audit.verify()).to.have.property('ok', true);
      const next = await again.tickets.file(complaint, 'after');
      expect((await again.tickets.view(member('supervisor'), next.number)).text).to.equal(
        complaint.text,
      );
    } finally {
      await db.close();
    }
  });

  it('is worth nothing without the keys, which it does not hold', async () => {
    await office.tickets.file(complaint, 'k');
    await backupTo(office.parts.db, file);
    const db = await openDatabase({ url: file });
    const parts = { ...office.parts, db, keyRing: newKeyRing() };
    const stolen = await composeOffice(parts).catch((thrown: unknown) => thrown);
    await db.close();
    expect(stolen).to.have.property('code', 'internal');
  });

  it('overwrites neither a backup nor a database', async () => {
    await backupTo(office.parts.db, file);
    const again = await backupTo(office.parts.db, file).catch((thrown: unknown) => thrown);
    expect(again).to.have.property('code', 'conflict');
    const taken = join(office.folder, 'mingbai.db');
    expect(() => restoreFrom(file, taken)).to.throw('there is a database already');
    expect(existsSync(`${file}.part`)).to.equal(false);
  });
});
