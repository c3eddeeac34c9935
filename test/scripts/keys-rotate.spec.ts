import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { openDatabase } from '../../services/storage/database.ts';
import { sealedWith } from '../../services/storage/rekey.ts';
import { call, startChat } from '../bot/support/chat.ts';
import { runService } from '../bot/support/small-service.ts';

const BODY = JSON.stringify({
  kind: '投诉',
  text: '交了材料没有回音',
  contact: { phone: '13805350001' },
});

describe('npm run keys:rotate', function () {
  this.timeout(240_000);
  const folder = mkdtempSync(join(tmpdir(), 'mingbai-keys-'));
  const env = { ...process.env, DATA_DIR: folder, NODE_ENV: 'test' };
  const command = ['--import=tsx', 'scripts/keys-rotate.ts'];
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('seals everything anew under the running service, which loses nothing and goes on with the new key', async () => {
    const service = await runService({ folder });
    try {
      const chat = await startChat(service);
      await chat.say('低保多久能批下来');
      const headers = { 'content-type': 'application/json', 'idempotency-key': 'rotate-0001' };
      const file = async (): Promise<{ number: string; queryCode: string }> =>
        (await (
          await fetch(`${service.base}/api/tickets`, { method: 'POST', body: BODY, headers })
        ).json()) as never;
      const filed = await file();
      copyFileSync(join(folder, 'keys/ring.json'), join(folder, 'old-ring.json'));

      const prepared = spawnSync(process.execPath, [...command, '--prepare'], {
        env,
        encoding: 'utf8',
      });
      expect(prepared.stdout).to.include('k2');
      const rotating = spawn(process.execPath, command, { env, stdio: 'pipe' });
      let said = '';
      rotating.stdout.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
      const ended = once(rotating, 'close');
      const atWork = new AbortController();
      void ended.then(() => {
        atWork.abort();
      });
      while (!atWork.signal.aborted)
        expect((await chat.say('低保多久能批下来')).length).to.be.greaterThan(0);
      expect((await ended)[0], said).to.equal(0);
      expect(said).to.include('k2');

      expect(await file(), 'the same answer for the same key').to.deep.equal(filed);
      const path = `/api/tickets/${filed.number}?code=${filed.queryCode}`;
      expect((await call(service.base, path)).body['number']).to.equal(filed.number);
    } finally {
      await service.close();
    }
    const db = await openDatabase({ url: join(folder, 'mingbai.db') });
    expect(await sealedWith(db, ['k1'])).to.deep.equal([]);
    expect((await sealedWith(db, ['k2'])).length).to.be.at.least(4);
    await db.close();

    expect(readFileSync(join(folder, 'keys/ring.json'), 'utf8')).to.include('"current": "k2"');
    copyFileSync(join(folder, 'old-ring.json'), join(folder, 'keys/ring.json'));
    const refused = await runService({ folder }).catch((thrown: unknown) => thrown);
    expect(refused).to.have.property('code', 'internal');
  });
});
