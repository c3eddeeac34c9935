import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Readable } from 'node:stream';
import { expect } from 'chai';
import { composeOffice } from '../../../bot/compose-office.ts';
import { newSigningKey } from '../../../services/audit/checkpoint.ts';
import { systemClock } from '../../../services/clock.ts';
import { newKeyRing, writeKeyRing } from '../../../services/privacy/field-crypto.ts';
import { type Database, openDatabase } from '../../../services/storage/database.ts';
import { FakeGateway, member, officeParts } from '../support/office.ts';

// Twenty for a release (`CRASHES=20`); a few show in every run that nothing is lost.
const CRASHES = Number(process.env['CRASHES'] ?? '3');

describe(`an office that is killed ${CRASHES} times at work`, () => {
  let folder: string;
  let db: Database | undefined;
  const tried = new Set<string>();
  const filed = new Map<string, string>();
  const closed = new Set<string>();
  const ring = newKeyRing();
  const signingKeyPem = newSigningKey().privatePem;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'mingbai-test-'));
    writeFileSync(join(folder, 'keys.json'), writeKeyRing(ring));
    writeFileSync(join(folder, 'signing.pem'), signingKeyPem);
  });
  after(async () => {
    await db?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  type Child = ChildProcessByStdio<null, Readable, null>;

  /** Lets it work until it has said so many things, then kills it without warning. */
  async function oneLife(round: number): Promise<void> {
    const script = 'test/services/support/crash-child.ts';
    const child: Child = spawn(
      process.execPath,
      ['--import', 'tsx', script, folder, String(round)],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    let said = 0;
    const enough = 20 + Math.floor(Math.random() * 60);
    for await (const line of createInterface({ input: child.stdout })) {
      // The last line may have been cut by the kill: then nothing was acknowledged.
      const what = read(line);
      if (what.trying) tried.add(what.trying);
      if (what.filed && what.key) filed.set(what.key, what.filed);
      if (what.closed) closed.add(what.closed);
      said += 1;
      if (said === enough) child.kill('SIGKILL');
    }
  }

  it('loses nothing that it acknowledged, doubles nothing, and its chain holds', async function () {
    this.timeout(60_000 + CRASHES * 15_000);
    for (let round = 0; round < CRASHES; round += 1) await oneLife(round);
    db = await openDatabase({ url: join(folder, 'mingbai.db') });
    const chat = null;
    const parts = officeParts({ db, folder, clock: systemClock, gateway: new FakeGateway(), chat });
    const office = await composeOffice({ ...parts, keyRing: ring, signingKeyPem });
    const supervisor = member('supervisor');
    for (const [key, number] of filed) {
      const view = await office.tickets.view(supervisor, number);
      if (closed.has(number)) expect(view.state, number).to.equal('办结');
      const text = `第${key.split('-')[1] ?? ''}轮第${key.split('-')[2] ?? ''}件，材料交了没有消息`;
      const again = { kind: '投诉', text, contact: { phone: '13805350001' } } as const;
      expect((await office.tickets.file(again, key)).number, key).to.equal(number);
    }
    const [{ n } = { n: -1 }] = await db.q('tickets').count<{ n: number }[]>({ n: '*' });
    expect(filed.size, 'acknowledged').to.be.greaterThan(CRASHES * 2);
    expect(n, 'one ticket a key').to.be.within(filed.size, tried.size);
    expect(await office.audit.verify()).to.have.property('ok', true);
  });
});

interface Said {
  readonly trying?: string;
  readonly filed?: string;
  readonly key?: string;
  readonly closed?: string;
}

function read(line: string): Said {
  try {
    return JSON.parse(line) as Said;
  } catch {
    return {};
  }
}
