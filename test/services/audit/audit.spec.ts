import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { type Audit, createAudit } from '../../../services/audit/audit.ts';
import { type AuditRow, contentHash, genesis, linkHash } from '../../../services/audit/chain.ts';
import { newSigningKey, publicPemOf, signCheckpoint } from '../../../services/audit/checkpoint.ts';
import { checkpointFolder } from '../../../services/audit/checkpoint-folder.ts';
import { auditStore } from '../../../services/storage/audit-store-sql.ts';
import { temporaryDatabase, type TemporaryDatabase } from '../support/temporary-database.ts';

const run = promisify(execFile);
const clock = { now: () => new Date('2026-11-24T08:00:00Z') };
const { privatePem } = newSigningKey();

const entry = (n: number) => ({
  actor: `staff-${n % 3}`,
  role: 'supervisor',
  action: 'note',
  objectType: 'ticket',
  objectId: `T${n % 4}`,
  outcome: 'done' as const,
  requestId: null,
  detail: { n },
});

async function verdict(...args: string[]): Promise<{ code: number; text: string }> {
  try {
    const { stdout } = await run(process.execPath, ['scripts/audit-verify.mjs', ...args]);
    return { code: 0, text: stdout };
  } catch (thrown) {
    const { code, stderr } = thrown as { code: number; stderr: string };
    return { code, text: stderr };
  }
}

describe('the record', () => {
  let temporary: TemporaryDatabase;
  let audit: Audit;
  let folder: string;

  beforeEach(async () => {
    temporary = await temporaryDatabase();
    folder = join(temporary.folder, 'checkpoints');
    audit = createAudit({
      store: auditStore(temporary.db),
      clock,
      macKey: 'mac',
      signingKeyPem: privatePem,
      folder: checkpointFolder(folder, publicPemOf(privatePem)),
    });
  });
  afterEach(() => temporary.close());

  const write = (count: number): Promise<void> =>
    temporary.db.transaction(async () => {
      for (let n = 0; n < count; n += 1) await audit.append(entry(n));
    });

  it('follows an unbroken chain', async () => {
    await write(30);
    expect(await audit.verify()).to.deep.include({ ok: true, rows: 30 });
  });

  it('falls with the change that it belongs to', async () => {
    await write(2);
    const failed = await temporary.db
      .transaction(async () => {
        await audit.append(entry(9));
        throw new Error('the change failed');
      })
      .catch((thrown: unknown) => (thrown as Error).message);
    expect(failed).to.equal('the change failed');
    expect(await audit.verify()).to.deep.include({ ok: true, rows: 2 });
  });

  it('keeps one total order when many write at once', async () => {
    await Promise.all(
      Array.from({ length: 25 }, (_, n) => temporary.db.transaction(() => audit.append(entry(n)))),
    );
    expect(await audit.verify()).to.deep.include({ ok: true, rows: 25 });
  });

  for (const change of [
    'UPDATE audit_events SET actor = ?',
    'DELETE FROM audit_events WHERE actor <> ?',
  ])
    it(`refuses ${change}`, async () => {
      await write(3);
      const refused = await temporary.db
        .run(async () => {
          await temporary.db.q.raw(change, ['x']);
        })
        .then(
          () => null,
          (thrown: unknown) => thrown,
        );
      expect(refused).to.have.property('code', 'conflict');
      expect(await audit.verify()).to.deep.include({ ok: true, rows: 3 });
    });

  it('notices rows that this service did not write, even when every digest fits', async () => {
    await write(3);
    const store = auditStore(temporary.db);
    const head = await store.head();
    const said = { ...entry(5), detail: '{}', seq: 4, at: 'x' };
    const hash = linkHash(head.hash, contentHash(said));
    await store.append({ ...said, prev: head.hash, hash, mac: 'guessed' });
    expect(await audit.verify()).to.deep.equal({
      ok: false,
      rows: 3,
      problem: { seq: 4, fault: 'mac' },
    });
  });

  it('signs a checkpoint only when something was added', async () => {
    await write(3);
    expect(await audit.checkpoint()).to.include({ seq: 3, prev: null });
    expect(await audit.checkpoint()).to.equal(null);
    await write(1);
    expect(await audit.checkpoint())
      .to.have.property('prev')
      .that.is.a('string');
    expect(readdirSync(folder)).to.deep.equal([
      'audit-public.pem',
      'checkpoint-000000000003.json',
      'checkpoint-000000000004.json',
    ]);
  });
});

/** What someone with the file can do to it. `blind`: not to be found without a checkpoint. */
const PATTERNS: {
  name: string;
  blind?: true;
  tamper: (rows: AuditRow[], log: string) => { rows: AuditRow[]; log?: string };
}[] = [
  { name: 'edit one row', tamper: (rows) => ({ rows: edit(rows, 7, { actor: 'someone-else' }) }) },
  {
    name: 'change the time of one row',
    tamper: (rows) => ({ rows: edit(rows, 7, { at: '2020-01-01T00:00:00.000Z' }) }),
  },
  {
    name: 'edit one row and renew its digest',
    tamper: (rows) => ({ rows: edit(rows, 7, renewed({ ...rows[7]!, outcome: 'refused' })) }),
  },
  { name: 'delete a row in the middle', tamper: (rows) => ({ rows: without(rows, 7) }) },
  {
    name: 'delete a row in the middle and number the rest anew',
    tamper: (rows) => ({ rows: without(rows, 7).map((row, at) => ({ ...row, seq: at + 1 })) }),
  },
  {
    name: 'delete the first rows',
    tamper: (rows) => ({ rows: rows.slice(3).map((row, at) => ({ ...row, seq: at + 1 })) }),
  },
  { name: 'swap two rows', tamper: (rows) => ({ rows: swapped(rows, 6, 7) }) },
  {
    name: 'double a row',
    tamper: (rows) => ({ rows: [...rows.slice(0, 8), rows[7]!, ...rows.slice(8)] }),
  },
  {
    name: 'slip in a forged row',
    tamper: (rows) => ({
      rows: [...rows.slice(0, 8), renewed({ ...rows[8]!, actor: 'forged' }), ...rows.slice(8)],
    }),
  },
  { name: 'cut off the last rows', blind: true, tamper: (rows) => ({ rows: rows.slice(0, -5) }) },
  {
    name: 'write the tail anew with fresh digests',
    blind: true,
    tamper: (rows, log) => ({ rows: rewritten(edit(rows, 7, { actor: 'x' }), log) }),
  },
  {
    name: 'put another log in its place',
    blind: true,
    tamper: (rows) => ({ log: 'other', rows: rewritten(rows, 'other') }),
  },
];

describe('the stand-alone verifier', () => {
  let folder: string;
  let header: { log: string };
  let rows: AuditRow[];
  let checkpoint: string[];

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'mingbai-test-'));
    const temporary = await temporaryDatabase();
    const keys = join(folder, 'keys');
    const audit = createAudit({
      store: auditStore(temporary.db),
      clock,
      macKey: 'mac',
      signingKeyPem: privatePem,
      folder: checkpointFolder(keys, publicPemOf(privatePem)),
    });
    await temporary.db.transaction(async () => {
      for (let n = 0; n < 20; n += 1) await audit.append(entry(n));
    });
    await audit.checkpoint();
    const lines: string[] = [];
    for await (const line of audit.exportLines()) lines.push(line);
    header = JSON.parse(lines[0]!) as { log: string };
    rows = lines.slice(1).map((line) => JSON.parse(line) as AuditRow);
    const proof: string[] = [];
    for await (const line of audit.proofLines('ticket', 'T2')) proof.push(line);
    writeFileSync(join(folder, 'proof.jsonl'), proof.join(''));
    checkpoint = [
      '--checkpoint',
      join(keys, 'checkpoint-000000000020.json'),
      '--public-key',
      join(keys, 'audit-public.pem'),
    ];
    await temporary.close();
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const save = (name: string, tampered: AuditRow[], log: string): string => {
    const file = join(folder, `${name.replaceAll(' ', '-')}.jsonl`);
    const last = tampered.at(-1)!;
    const head = { ...header, log, seq: last.seq, hash: last.hash };
    writeFileSync(file, [head, ...tampered].map((line) => JSON.stringify(line)).join('\n'));
    return file;
  };

  it('accepts the log as it is, with and without a checkpoint, and says what it cannot see without', async () => {
    const file = save('whole', rows, header.log);
    const blind = await verdict(file);
    expect(blind.code).to.equal(0);
    expect(blind.text).to.include('Without a checkpoint this cannot show');
    const seen = await verdict(file, ...checkpoint);
    expect(seen).to.have.property('code', 0);
    expect(seen.text).to.include('agrees with the checkpoint');
  });

  for (const { name, blind, tamper } of PATTERNS)
    it(`finds: ${name}`, async () => {
      const { rows: tampered, log = header.log } = tamper(structuredClone(rows), header.log);
      const file = save(name, tampered, log);
      expect((await verdict(file, ...checkpoint)).code, 'with a checkpoint').to.equal(1);
      expect((await verdict(file)).code, 'without one').to.equal(blind ? 0 : 1);
    });

  it('finds a checkpoint that was changed or signed by someone else', async () => {
    const file = save('whole', rows, header.log);
    const point = JSON.parse(readFileSync(checkpoint[1]!, 'utf8')) as { seq: number; hash: string };
    const changed = join(folder, 'changed.json');
    writeFileSync(changed, JSON.stringify({ ...point, seq: 19, hash: rows[18]!.hash }));
    expect((await verdict(file, '--checkpoint', changed, ...checkpoint.slice(2))).code).to.equal(1);
    const foreign = signCheckpoint(
      { ...header, ...point },
      'now',
      null,
      newSigningKey().privatePem,
    );
    writeFileSync(changed, JSON.stringify(foreign));
    expect((await verdict(file, '--checkpoint', changed, ...checkpoint.slice(2))).code).to.equal(1);
  });

  it('proves one ticket from an extract in which the others are digests only', async () => {
    const text = readFileSync(join(folder, 'proof.jsonl'), 'utf8');
    expect(text).not.to.include('"T1"').and.not.to.include('"T3"');
    const seen = await verdict(join(folder, 'proof.jsonl'), ...checkpoint);
    expect(seen.text).to.include('rows 3-20').and.to.include('5 readable');
    writeFileSync(
      join(folder, 'bent.jsonl'),
      text.replace('"actor":"staff-0"', '"actor":"staff-1"'),
    );
    expect((await verdict(join(folder, 'bent.jsonl'), ...checkpoint)).code).to.equal(1);
  });

  for (const text of ['', 'hello', '{"format":"other"}'])
    it(`says that ${JSON.stringify(text)} is not an export`, async () => {
      const file = join(folder, 'other.jsonl');
      writeFileSync(file, text);
      expect((await verdict(file)).code).to.be.greaterThan(0);
    });
});

const edit = (rows: AuditRow[], at: number, change: Partial<AuditRow>): AuditRow[] =>
  rows.map((row, n) => (n === at ? { ...row, ...change } : row));
const without = (rows: AuditRow[], at: number): AuditRow[] => rows.filter((_, n) => n !== at);
const renewed = (row: AuditRow): AuditRow => ({
  ...row,
  hash: linkHash(row.prev, contentHash(row)),
});
function swapped(rows: AuditRow[], a: number, b: number): AuditRow[] {
  [rows[a], rows[b]] = [rows[b]!, rows[a]!];
  return rows;
}
function rewritten(rows: AuditRow[], log: string): AuditRow[] {
  let prev = genesis(log);
  return rows.map((row) => {
    const next = renewed({ ...row, prev });
    prev = next.hash;
    return next;
  });
}
