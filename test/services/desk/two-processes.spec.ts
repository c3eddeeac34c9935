import { type ChildProcess, spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect } from 'chai';
import { type CallView } from '../../../services/desk/calls.ts';
import { Resident } from '../../bot/support/resident.ts';
import { runService, type RunningService } from '../../bot/support/small-service.ts';
import { clientOf } from '../support/http.ts';
import { type LiveNews } from '../support/live-news.ts';
import { temporaryPostgres } from '../support/postgres.ts';
import { signedIn, type StaffClient } from '../support/staff-client.ts';

const SECRET = 'shared with the exchange: for the tests only';
const STREAM = '/api/staff/desk/stream';
const at = (second: string): string => `2026-11-26T10:00:${second}+08:00`;

async function startChild(
  folder: string,
  database: string,
): Promise<{ base: string; process: ChildProcess }> {
  const args = ['--import', 'tsx', 'test/bot/support/service-child.ts', folder, database, SECRET];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of createInterface({ input: child.stdout }))
    if (line.startsWith('http')) return { base: line, process: child };
  throw new Error('the second process did not start');
}

describe('the desk over two server processes', function () {
  this.timeout(120_000);
  let folder: string;
  let server: { url: string; drop: () => Promise<void> };
  let one: RunningService;
  let two: { base: string; process: ChildProcess };
  /** One operator at each process. */
  let here: StaffClient;
  let there: StaffClient;
  let hereNews: LiveNews;
  let thereNews: LiveNews;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'mingbai-two-'));
    server = await temporaryPostgres();
    // Its own clock stands; the events are signed at that moment.
    one = await runService({
      folder,
      env: { DATABASE_URL: server.url, HOTLINE_SECRET: SECRET },
    });
    two = await startChild(folder, server.url);
    here = await signedIn(clientOf(one.base), one.office, 'operator');
    there = await signedIn(clientOf(two.base), one.office, 'operator');
    hereNews = await here.follow(STREAM);
    thereNews = await there.follow(STREAM);
  });
  after(async () => {
    hereNews.stop();
    thereNews.stop();
    two.process.kill('SIGTERM');
    await once(two.process, 'exit');
    await one.close();
    await server.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** What the call centre sends, to the process in which this suite runs unless another is named. */
  async function events(body: object, to = one.base): Promise<{ kept: number }> {
    const text = JSON.stringify(body);
    const stamp = String(one.clock.now().getTime() / 1000);
    const mac = createHmac('sha256', SECRET).update(`${stamp}.${text}`).digest('hex');
    const { status, json } = await clientOf(to).post('/api/hotline/events', text, {
      'x-mingbai-timestamp': stamp,
      'x-mingbai-signature': `v1=${mac}`,
    });
    expect(status).to.equal(200);
    return json as { kept: number };
  }
  const ring = (callId: string): Promise<unknown> =>
    events({ callId, type: 'ringing', at: at('00'), caller: '13805350001' });
  const post = (
    who: StaffClient,
    path: string,
    body: object = {},
  ): ReturnType<StaffClient['send']> => who.send('POST', `/api/staff/desk/${path}`, body);
  const about = (callId: string) => (news: { data: Readonly<Record<string, unknown>> }) =>
    news.data['callId'] === callId;

  it('lets a call ring at both, and gives it to one of two who take it at the same moment', async () => {
    await ring('race');
    const { data } = await thereNews.next(about('race'));
    expect(data['body']).to.deep.include({
      state: 'ringing',
      caller: { kind: 'mobile', number: '138****0001' },
    });
    const taken = await Promise.all([
      post(here, 'calls/race/take'),
      post(there, 'calls/race/take'),
    ]);
    const statuses = taken.map(({ status }) => status).sort();
    expect(statuses[0]).to.equal(200);
    // Whoever comes second finds it taken: in the same moment a conflict, a moment later a call of somebody else.
    expect([404, 409]).to.include(statuses[1]);
  });

  it('carries what is said to whoever has the call at the other process, and to nobody else', async () => {
    await ring('speech');
    await thereNews.next(about('speech'));
    expect((await post(there, 'calls/speech/take')).status).to.equal(200);
    await hereNews.next(
      ({ event, data }) => event === 'call' && (data['body'] as CallView).operator === there.id,
    );
    const said = { callId: 'speech', type: 'transcript', speaker: 'caller' };
    await events({ ...said, at: at('10'), text: '低保多久能', final: false });
    const partial = await thereNews.next(({ event }) => event === 'partial');
    expect(partial.data['body']).to.include({ text: '低保多久能', speaker: 'caller' });
    await events({ ...said, at: at('11'), text: '低保多久能批下来', final: true });
    const suggestion = await thereNews.next(({ event }) => event === 'suggestion');
    expect(suggestion.data['callId']).to.equal('speech');
    const outline = await hereNews.next(
      ({ event, data }) => event === 'call' && data['callId'] === 'speech',
    );
    expect((outline.data['body'] as CallView).lines).to.deep.equal([]);
    expect(hereNews.heard.filter(({ event }) => event !== 'call')).to.deep.equal([]);
  });

  it('loses no sentence of a call whose events reach both at the same moment', async () => {
    const sentences = Array.from({ length: 40 }, (_, one) => `第${String(one + 1)}句`);
    const kept = await Promise.all(
      sentences.map((text, nth) =>
        events(
          {
            ...{ callId: 'both', type: 'transcript', speaker: 'caller', text },
            at: at(String(10 + nth)),
          },
          nth % 2 === 0 ? one.base : two.base,
        ),
      ),
    );
    expect(kept.map((answer) => answer.kept)).to.deep.equal(sentences.map(() => 1));
    expect((await post(here, 'calls/both/take')).status).to.equal(200);
    const { lines } = (await here.get('/api/staff/desk/calls/both')).json as unknown as CallView;
    expect(lines.map(({ text }) => text)).to.deep.equal(sentences);
  });

  it('shows a chat that waits at both, gives it to one, and brings his words to the resident', async () => {
    const resident = await Resident.arrive(one.base);
    const { handOvers } = one.conversations;
    const { id } = await handOvers.ask(resident.conversationId, { reason: '', district: null });
    await handOvers.wrote(id);
    await thereNews.next(({ event }) => event === 'hand-over');
    const taken = await Promise.all([
      post(here, `hand-overs/${id}/take`),
      post(there, `hand-overs/${id}/take`),
    ]);
    expect(taken.map(({ status }) => status).sort()).to.deep.equal([200, 409]);
    const winner = taken[0].status === 200 ? here : there;
    const text = '您好，我是坐席，您说。';
    expect((await post(winner, `hand-overs/${id}/messages`, { text })).status).to.equal(204);
    expect((await resident.read()).map((message) => message.text)).to.include(text);
    expect((await post(winner, `hand-overs/${id}/return`, { note: '' })).status).to.equal(204);
  });
});
