/** Two processes of the service on one PostgreSQL, as behind a load balancer. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import {
  call,
  firstStaff,
  openChat,
  sayIn,
  type StaffSessions,
} from '../../scripts/chaos/client.ts';
import { type RunningService, startService } from '../../scripts/chaos/service.ts';
import { type Gateway, startGateway } from '../../scripts/chaos/gateway.ts';
import { type Database, openDatabase } from '../../services/storage/database.ts';
import { temporaryPostgres } from '../services/support/postgres.ts';

const COMPLAINT = {
  kind: '投诉',
  text: '材料九月初交到镇上，到现在没有消息，窗口让等着',
  contact: { name: '王秀英', phone: '13805350001' },
};
const LOOKS_EVERY_MS = 10_000;

describe('Two processes on one PostgreSQL', function () {
  this.timeout(240_000);
  const folder = mkdtempSync(join(tmpdir(), 'mingbai-two-'));
  let gateway: Gateway | undefined;
  let drop: () => Promise<void> = () => Promise.resolve();
  let db: Database;
  let one: RunningService;
  let two: RunningService;
  const ends: (() => Promise<unknown>)[] = [];
  let staff: StaffSessions;

  before(async function () {
    let url: string;
    try {
      ({ url, drop } = await temporaryPostgres());
    } catch (thrown) {
      if (process.env['CI'] === 'true') throw thrown;
      return this.skip();
    }
    const sms = await startGateway();
    gateway = sms;
    const start = (): Promise<RunningService> =>
      startService({
        command: {
          args: ['--import', 'tsx', 'test/bot/support/chaos-child.ts'],
          movableClock: true,
        },
        folder,
        env: { DATABASE_URL: url, CHAOS_SMS_URL: sms.url, RATE_LIMITS: 'on' },
      });
    // The keys lie in one folder: the first one makes them. Everything else begins at the same moment.
    one = await start();
    ends.push(() => one.kill());
    two = await start();
    ends.push(() => two.kill());
    staff = await firstStaff(one.base, one.said() + two.said());
    db = await openDatabase({ url, poolMax: 2 });
    ends.push(() => db.close());
  });
  after(async () => {
    await Promise.all(ends.map((end) => end()));
    gateway?.close();
    await drop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('know a member of staff who signed in at the other one, and forget whoever signed out there', async () => {
    const headers = { ...staff.auditor };
    for (const { base } of [one, two])
      expect((await call(base, '/api/staff/me', { headers }))?.status).to.equal(200);
    await call(two.base, '/api/staff/session', { method: 'DELETE', headers });
    expect((await call(one.base, '/api/staff/me', { headers }))?.status).to.equal(401);
  });

  it('file one ticket for one key, wherever the request comes in, and change only what was read', async () => {
    const file = (base: string): ReturnType<typeof call> =>
      call(base, '/api/tickets', {
        method: 'POST',
        body: COMPLAINT,
        headers: { 'idempotency-key': 'two-0001' },
      });
    const filed = await Promise.all([one, two, one, two].map(({ base }) => file(base)));
    expect(filed.map((answered) => answered?.status)).to.deep.equal([201, 201, 201, 201]);
    const [number, ...others] = filed.map((answered) => String(answered?.body['number']));
    expect(new Set(others)).to.deep.equal(new Set([number]));
    const act = (base: string): ReturnType<typeof call> =>
      call(base, `/api/staff/tickets/${String(number)}/actions`, {
        method: 'POST',
        headers: { ...staff.supervisor },
        body: { action: 'accept', version: 1 },
      });
    const acted = await Promise.all([one, two].map(({ base }) => act(base)));
    expect(acted.map((answered) => answered?.status).sort()).to.deep.equal([200, 409]);
  });

  it('go on with a chat at any turn', async () => {
    const chat = (await openChat(one.base))!;
    for (const [turn, { base }] of [one, two, two, one, two].entries()) {
      const said = await sayIn(base, chat, '低保多久能批下来', `move-${String(turn)}`);
      expect(said?.status, `turn ${String(turn)}`).to.equal(200);
    }
    const again = await sayIn(one.base, chat, '低保多久能批下来', 'move-4');
    expect(String(again?.body['id'])).to.match(/\|0{5,}\d{1,2}$/u);
    const heard = await db.q('activities').where({ conversation_id: chat.conversationId });
    expect(heard.filter(({ role }: { role: string }) => role === 'user')).to.have.length(5);
  });

  it('lock an account for both when its password is guessed at both', async () => {
    const wrong = { login: 'chaos-auditor', password: 'wrong' };
    const { failed } = (await db.q('staff').where({ login: 'chaos-auditor' }).first()) as {
      failed: number;
    };
    for (let n = failed; n < 5; n += 1)
      await call([one, two][n % 2]!.base, '/api/staff/session', { method: 'POST', body: wrong });
    const row = (await db.q('staff').where({ login: 'chaos-auditor' }).first()) as {
      locked_until: string | null;
    };
    expect(row.locked_until).to.not.equal(null);
  });

  it('count the calls of one address together', async () => {
    const body = { login: 'nobody', password: 'wrong' };
    const statuses: (number | undefined)[] = [];
    for (let n = 0; n < 34; n += 1) {
      const { base } = n % 2 === 0 ? one : two;
      statuses.push((await call(base, '/api/staff/session', { method: 'POST', body }))?.status);
    }
    // Thirty in ten minutes; staff signed in from this address before.
    expect(statuses.filter((status) => status === 401).length).to.be.within(10, 30);
    expect(statuses.slice(-4)).to.deep.equal([429, 429, 429, 429]);
    expect(await db.q('rate_counts').where('caller', 'like', '%127.0.0.1%')).to.deep.equal([]);
  });

  it('count what a chat costs once a second, not once a turn', async () => {
    const chats = await Promise.all(
      Array.from({ length: 20 }, (_, n) => openChat([one, two][n % 2]!.base)),
    );
    await watchWritesOfCounts(db);
    const [hits, began] = [await hitsOf(db), performance.now()];
    const turns = chats.map(async (chat, n) => {
      for (let turn = 0; turn < 3; turn += 1)
        await sayIn(
          [one, two][turn % 2]!.base,
          chat!,
          '低保多久能批下来',
          `${String(n)}-${String(turn)}`,
        );
    });
    await Promise.all(turns);
    await sleep(2500);
    const seconds = (performance.now() - began) / 1000;
    expect((await hitsOf(db)) - hits, 'each of 60 turns is counted').to.be.at.least(60);
    const [instances, limits] = [2, 3];
    const most = instances * limits * (Math.ceil(seconds) + 1);
    const writes = await writesOfCounts(db);
    expect(writes).to.be.within(1, most);
  });

  it('send a notice once, and do the work of a dead one within half a minute', async () => {
    for (const service of [one, two]) service.advance(untilNoon());
    for (let n = 0; n < 12; n += 1)
      await call([one, two][n % 2]!.base, '/api/tickets', {
        method: 'POST',
        body: { ...COMPLAINT, text: `${COMPLAINT.text}（${String(n)}）` },
        headers: { 'idempotency-key': `notice-${String(n)}` },
      });
    const waiting = (): Promise<unknown[]> => db.q('notices').where({ state: 'waiting' });
    for (let n = 0; n < 60 && (await waiting()).length > 0; n += 1) await sleep(500);
    expect(await waiting()).to.deep.equal([]);
    expect(gateway?.taken.size).to.be.at.least(12);
    expect([...(gateway?.taken.values() ?? [])].filter((times) => times !== 1)).to.deep.equal([]);

    await one.kill();
    const [name, long] = ['reminders', '2026-01-01T00:00:00.000Z'];
    await db.q('job_runs').insert({ name, ran_at: long }).onConflict('name').merge();
    const killed = performance.now();
    const isOld = async (): Promise<boolean> =>
      (await db.q('job_runs').where({ name, ran_at: long }).first()) !== undefined;
    while ((await isOld()) && performance.now() - killed < 60_000) await sleep(200);
    expect(await isOld(), 'somebody keeps the clock').to.equal(false);
    expect(performance.now() - killed).to.be.lessThan(3 * LOOKS_EVERY_MS);
  });
});

/**
 * From now on writes down every statement that writes counts. What the server's own statistics tell comes up to ten
 * seconds late.
 */
async function watchWritesOfCounts(db: Database): Promise<void> {
  await db.q.raw(`CREATE TABLE writes_of_counts (at timestamptz)`);
  await db.q.raw(`CREATE FUNCTION note_write() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS
    $$ BEGIN INSERT INTO writes_of_counts VALUES (clock_timestamp()); RETURN NULL; END $$`);
  await db.q.raw(`CREATE TRIGGER note_write AFTER INSERT ON rate_counts
    FOR EACH STATEMENT EXECUTE FUNCTION note_write()`);
}

async function writesOfCounts(db: Database): Promise<number> {
  return (await db.q('writes_of_counts')).length;
}

async function hitsOf(db: Database): Promise<number> {
  const [row] = await db.q('rate_counts').sum<{ hits: string | null }[]>({ hits: 'hits' });
  return Number(row?.hits ?? 0);
}

/** From now to the next noon in Beijing: nobody is sent a short message at night. */
function untilNoon(): number {
  const hour = 3_600_000;
  return (36 * hour - ((Date.now() + 8 * hour) % (24 * hour))) % (24 * hour);
}
