import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { openDatabase } from '../../services/storage/database.ts';
import { call, startChat } from './support/chat.ts';
import { runService, type RunningService } from './support/small-service.ts';

const METRICS = 'metrics-token-0123456789';
/** As if any file were a large one. */
const LARGE = { wholeAtOnceBytes: 0, env: { METRICS_TOKEN: METRICS } };
const complaint = { kind: '投诉', text: '材料九月初交到镇上，到现在没有消息，窗口让等着' };

describe('A database file', function () {
  this.timeout(60_000);
  let folder: string;
  let file: string;
  let service: RunningService | null;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'mingbai-damaged-'));
    file = join(folder, 'mingbai.db');
    service = await runService({ folder });
    await (await startChat(service)).say('低保多久能批下来');
    await close();
  });
  afterEach(async () => {
    await close();
    rmSync(folder, { recursive: true, force: true });
  });

  const close = async (): Promise<void> => {
    await service?.close();
    service = null;
  };
  /** Writes rubbish over the first page of a table that nothing reads at the start. */
  const damage = async (): Promise<void> => {
    const db = await openDatabase({ url: file });
    const root = await db
      .q('sqlite_master')
      .where({ name: 'activities' })
      .first<{ rootpage: number }>();
    await db.close();
    const bytes = readFileSync(file);
    const size = bytes.readUInt16BE(16);
    bytes.fill(0xa5, (root.rootpage - 1) * size, root.rootpage * size);
    writeFileSync(file, bytes);
  };
  const read = async ({ base }: RunningService): Promise<string> => {
    const headers = { authorization: `Bearer ${METRICS}` };
    const text = await (await fetch(`${base}/metrics`, { headers })).text();
    return /^mingbai_database_read (\d)$/mu.exec(text)?.[1] ?? '';
  };
  const readyAnswers = async ({ base }: RunningService): Promise<number> =>
    (await call(base, '/readyz')).status;
  const refusal = async (choice: object): Promise<unknown> => {
    try {
      service = await runService({ folder, ...choice });
      return 'started';
    } catch (thrown) {
      return (thrown as { code: unknown }).code;
    }
  };

  it('with a damaged page is refused at the start', async () => {
    await damage();
    expect(await refusal({})).to.equal('storage.damaged');
  });

  it('that is large is read while people are served, and serves nobody once a damaged page is found', async () => {
    await damage();
    expect(await refusal(LARGE)).to.equal('started');
    const running = service!;
    while ((await readyAnswers(running)) === 200) await sleep(20);
    const body = JSON.stringify(complaint);
    const { status, body: said } = await call(running.base, '/api/tickets', {
      method: 'POST',
      body,
    });
    expect(status).to.equal(503);
    expect(said['error']).to.include({ code: 'storage.damaged' });
    expect(await read(running)).to.equal('0');
  });

  it('that is large and sound is read to the end, and everybody is served', async () => {
    expect(await refusal(LARGE)).to.equal('started');
    while ((await read(service!)) !== '1') await sleep(20);
    expect(await readyAnswers(service!)).to.equal(200);
  });

  it('that is large and still being read is closed in good order', async () => {
    for (let n = 0; n < 3; n += 1) {
      expect(await refusal(LARGE)).to.equal('started');
      await close();
    }
  });

  it('that was cut is refused at the start, however large it is', async () => {
    writeFileSync(file, readFileSync(file).subarray(0, 4096 * 20));
    expect(await refusal(LARGE)).to.equal('storage.damaged');
  });
});
