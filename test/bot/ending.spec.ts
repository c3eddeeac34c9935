import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect } from 'chai';
import { openDatabase } from '../../services/storage/database.ts';
import { ended, type OwnProcess, startProcess } from './support/own-process.ts';

/** What the log of that day says. */
function logged({ folder }: OwnProcess): { message: string; error?: unknown }[] {
  const dir = join(folder, 'logs');
  return readdirSync(dir)
    .flatMap((name) => readFileSync(join(dir, name), 'utf8').trim().split('\n'))
    .map((line) => JSON.parse(line) as { message: string });
}

const BODY = JSON.stringify({ question: '低保多久能批下来' });
const JSON_TYPE = { 'content-type': 'application/json' };

interface Asked {
  readonly status: number;
  readonly id: string;
}

/** The status and number of an answer; null when nobody is there any more. */
async function ask(base: string): Promise<Asked | null> {
  try {
    const response = await fetch(`${base}/api/ask`, {
      ...{ method: 'POST', headers: JSON_TYPE, body: BODY },
    });
    const { id } = (await response.json()) as { id: string };
    return { status: response.status, id };
  } catch {
    return null;
  }
}

/** A question of which the service has heard the first half; what is handed back says the rest. */
async function halfAsked(base: string): Promise<() => Promise<Asked>> {
  const headers = { ...JSON_TYPE, 'content-length': Buffer.byteLength(BODY) };
  const asking = request(`${base}/api/ask`, { method: 'POST', headers });
  const answered = once(asking, 'response') as Promise<[IncomingMessage]>;
  // Whoever waits for the rest hears of a failure.
  answered.catch(() => undefined);
  asking.write(BODY.slice(0, 5));
  await once(asking, 'socket');
  return async () => {
    asking.end(BODY.slice(5));
    const [response] = await answered;
    const text = (await response.toArray()).join('');
    return { status: response.statusCode ?? 0, id: (JSON.parse(text) as { id: string }).id };
  };
}

describe('The end of the service', function () {
  this.timeout(180_000);

  const started: OwnProcess[] = [];
  const startOne = async (): Promise<OwnProcess> => {
    const one = await startProcess({}, ['./test/bot/support/fault-on-signal.ts']);
    started.push(one);
    return one;
  };
  after(() => {
    for (const one of started) one.clear();
  });

  it('on SIGTERM finishes what is under way, takes nothing new and exits with 0', async () => {
    const service = await startOne();
    expect(await ask(service.base)).to.have.property('status', 200);
    const sayTheRest = await halfAsked(service.base);
    const asking = Array.from({ length: 30 }, () => ask(service.base));
    await Promise.race(asking);
    service.process.kill('SIGTERM');
    const answers = await Promise.all(asking);
    while ((await ask(service.base)) !== null) await setTimeout(20);
    const last = await sayTheRest();
    expect(last.status, 'begun before the signal, ended after it').to.equal(200);
    answers.push(last);
    expect(await ended(service)).to.equal(0);

    for (const answer of answers) if (answer) expect(answer.status).to.equal(200);
    const acknowledged = answers.flatMap((answer) => (answer ? [answer.id] : []));
    expect(acknowledged).to.not.be.empty;
    expect(await ask(service.base), 'the door is closed').to.equal(null);
    expect(logged(service).map(({ message }) => message)).to.include('service.closing');

    expect(existsSync(join(service.folder, 'mingbai.db-wal')), 'the log is folded in').to.equal(
      false,
    );
    const db = await openDatabase({ url: join(service.folder, 'mingbai.db') });
    const kept = await db.q('enquiries').whereIn('id', acknowledged).count({ count: '*' });
    await db.close();
    expect(Number(kept[0]?.count)).to.equal(acknowledged.length);
  });

  for (const [signal, event] of [
    ['SIGUSR2', 'process.uncaught'],
    ['SIGWINCH', 'process.unhandled'],
  ] as const)
    it(`after a fault that nobody expected it writes ${event}, without what was in it, and exits with 1`, async () => {
      const service = await startOne();
      service.process.kill(signal);
      expect(await ended(service)).to.equal(1);
      const lines = logged(service);
      expect(lines.map(({ message }) => message)).to.include(event);
      expect(JSON.stringify(lines)).to.not.include('13800138000');
    });
});
