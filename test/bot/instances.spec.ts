import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { WebSocket } from 'ws';
import { composeService, type Service } from '../../bot/compose.ts';
import { systemClock } from '../../services/clock.ts';
import { configFrom } from '../../services/config/config.ts';
import { silentLog } from '../../services/log/log.ts';
import { clientOf } from '../services/support/http.ts';
import { closeTicket } from '../services/support/closing.ts';
import { wholeOutcome } from '../services/support/office.ts';
import { administer, temporaryPostgres } from '../services/support/postgres.ts';
import { signedIn, type StaffClient } from '../services/support/staff-client.ts';
import { call, type Said } from './support/chat.ts';
import { type BotMessage, Resident } from './support/resident.ts';

const STORY = '沙河镇会计扣了我家的低保钱，别写我的名字';
const TURNS = [STORY, '上个月', '改时间', '今年九月', '提交'];
const textOf = (messages: readonly { readonly text?: string }[]): string =>
  messages.map(({ text }) => text ?? '').join('\n');

/** What comes down a stream, as a resident's page gets it. */
class Stream {
  readonly heard: Said[] = [];
  readonly #socket: WebSocket;
  #wake: () => void = () => undefined;

  constructor(url: string) {
    this.#socket = new WebSocket(url);
    this.#socket.on('message', (data: Buffer) => {
      const text = data.toString();
      if (text !== '') this.heard.push(...(JSON.parse(text) as { activities: Said[] }).activities);
      this.#wake();
    });
  }

  /** Waits until something with these words has come. */
  async hears(words: string): Promise<void> {
    while (!textOf(this.heard).includes(words))
      await new Promise<void>((resolve) => (this.#wake = resolve));
  }

  close(): void {
    this.#socket.terminate();
  }
}

describe('a chat between two instances on one PostgreSQL', function () {
  this.timeout(240_000);
  const folder = mkdtempSync(join(tmpdir(), 'mingbai-instances-'));
  let database: Awaited<ReturnType<typeof temporaryPostgres>>;
  let here: Service;
  let there: ChildProcess;
  let bases: readonly [here: string, there: string];
  let operator: StaffClient;
  const streams: Stream[] = [];
  /** What the set-up opened before it was done. */
  const opened: (() => unknown)[] = [];

  before(async () => {
    database = await temporaryPostgres();
    opened.push(() => database.drop());
    const env = {
      ...{ NODE_ENV: 'test', PORT: '0', HOST: '127.0.0.1', RATE_LIMITS: 'off', LOG_LEVEL: 'error' },
      ...{ DATA_DIR: folder, DATABASE_URL: database.url },
    };
    const root = process.cwd();
    here = await composeService({
      ...{ config: configFrom(env, root), clock: systemClock, log: silentLog, root },
      version: 'test',
    });
    opened.push(() => here.close());
    const first = `http://127.0.0.1:${String(await here.listen())}`;
    there = spawn(process.execPath, ['--import', 'tsx', 'test/bot/support/instance-child.ts'], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    opened.push(() => there.kill('SIGKILL'));
    if (!there.stdout) throw new Error('no output');
    for await (const line of createInterface({ input: there.stdout }))
      if (line.startsWith('http')) {
        bases = [first, line];
        break;
      }
    operator = await signedIn(clientOf(first), here.office, 'operator');
  });
  afterEach(() => {
    for (const stream of streams.splice(0)) stream.close();
  });
  after(async () => {
    for (const close of opened.reverse()) await close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Follows a chat at an instance, as a page does that came back to it. */
  async function follow(resident: Resident, base: string): Promise<Stream> {
    const { body } = await call(base, `/directline/conversations/${resident.conversationId}`, {
      token: resident.token,
    });
    const stream = new Stream(String(body['streamUrl']));
    streams.push(stream);
    await stream.hears('智能助手');
    return stream;
  }
  const ticketIn = (messages: readonly BotMessage[]) =>
    messages.flatMap(({ channelData }) => channelData?.ticket ?? []);

  for (let moves = 1; moves < TURNS.length; moves += 1)
    it(`goes on at the other after ${String(moves)} turns, and back, as if nothing were`, async () => {
      let resident = await Resident.arrive(bases[0]);
      const filed: BotMessage[] = [];
      for (const [at, text] of TURNS.entries()) {
        if (at >= moves) resident = resident.at(bases[(at - moves) % 2 === 0 ? 1 : 0]);
        filed.push(...(await resident.say(text)));
      }
      const [ticket, ...more] = ticketIn(filed);
      expect(more).to.deep.equal([]);
      const found = await here.office.ticketDeps.store.find(ticket?.number ?? '');
      const { incidentDate, town } = found?.ticket ?? {};
      expect([incidentDate, town]).to.deep.equal(['2026-09', '沙河镇']);
    });

  it('counts a message once that reaches both at the same time', async () => {
    const one = await Resident.arrive(bases[0]);
    await one.say(STORY);
    await one.say('上个月');
    const other = one.at(bases[1]);
    const id = randomUUID();
    const status = await Promise.all([one.post('提交', id), other.post('提交', id)]);
    expect(status).to.deep.equal([200, 200]);
    expect(ticketIn(await one.history())).to.have.length(1);
  });

  it('lets an operator at one talk with a resident at the other, both ways', async () => {
    const resident = await Resident.arrive(bases[1]);
    const stream = await follow(resident, bases[1]);
    const presence = { state: 'ready' };
    expect((await operator.send('POST', '/api/staff/desk/presence', presence)).status).to.be.below(
      300,
    );
    expect(textOf(await resident.say('人工'))).to.include('正在给您转人工');
    const waiting = (await operator.get('/api/staff/desk/hand-overs')).json['handOvers'] as {
      id: string;
    }[];
    const id = waiting[0]?.id ?? '';
    const post = (path: string, body: object) =>
      operator.send('POST', `/api/staff/desk/hand-overs/${id}/${path}`, body);
    expect((await post('take', {})).status).to.equal(200);
    await stream.hears('工作人员来了');
    await post('messages', { text: '您的材料我看到了，请问是哪个镇？' });
    await stream.hears('请问是哪个镇');
    expect(await resident.post('沙河镇')).to.equal(200);
    const { lines } = (await operator.get(`/api/staff/desk/hand-overs/${id}`)).json as {
      lines: { by: string; text: string }[];
    };
    expect(lines.at(-1)).to.deep.include({ by: 'resident', text: '沙河镇' });
    await post('return', { note: '' });
    await stream.hears('工作人员已经说完了');
    expect(textOf(await resident.say('低保多久能批下来'))).to.include('30个工作日');
    const ids = stream.heard.map((activity) => activity.id);
    expect(ids).to.deep.equal([...new Set(ids)].sort());
  });

  it('tells outcome and reasons into the chat, whichever instance sends them', async () => {
    const resident = await Resident.arrive(bases[1]);
    const stream = await follow(resident, bases[1]);
    await resident.say(STORY);
    await resident.say('上个月');
    const number = ticketIn(await resident.say('提交'))[0]?.number ?? '';
    await closeTicket(here.office, number);
    await here.office.outbox.deliver();
    await stream.hears(wholeOutcome.reasons ?? '');
  });

  it('shows everything, once and in order, after the instances could not hear each other', async () => {
    const resident = await Resident.arrive(bases[1]);
    const stream = await follow(resident, bases[0]);
    await administer(
      database.url,
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND pid <> pg_backend_pid()",
    );
    await resident.say('低保多久能批下来');
    await stream.hears('30个工作日');
    await resident.say('特困是什么');
    await stream.hears('特困');
    const seen = stream.heard.map(({ id }) => id);
    expect(seen).to.deep.equal((await resident.history()).map(({ id }) => id));
  });

  it('answers at both with what is published at one, and at neither once it is withdrawn', async () => {
    const app = clientOf(bases[0]);
    const [editor, chief] = [
      await signedIn(app, here.office, 'editor'),
      await signedIn(app, here.office, 'supervisor'),
    ];
    const library = '/api/staff/library';
    const piece = `${library}/pieces/question/${PUBLISHED.entry}`;
    const { body } = (await editor.get(piece)).json as { body: { answer: string } };
    const { id, version } = (
      await editor.send('POST', `${library}/changes`, { kind: 'question', id: PUBLISHED.entry })
    ).json as { id: string; version: number };
    const step = async (who: StaffClient, method: string, path: string, sent: object) => {
      const answered = await who.send(method, `${library}/changes/${id}${path}`, sent);
      expect(answered.status, answered.text).to.equal(200);
      return (answered.json as { change: { version: number } }).change.version;
    };
    const changed = { ...body, answer: `${PUBLISHED.words}\n${body.answer}` };
    const saved = await step(editor, 'PUT', '', { version, body: changed, ...BASIS });
    const submitted = await step(editor, 'POST', '/submit', { version: saved });
    await step(chief, 'POST', '/publish', { version: submitted });
    expect(await answerAt(bases[0]), 'at once where it was published').to.contain(PUBLISHED.words);
    await until(async () => (await answerAt(bases[1])).includes(PUBLISHED.words));

    await chief.send('POST', `${piece}/withdraw`, { reason: '有误' });
    expect(await answerAt(bases[0])).not.to.contain(PUBLISHED.words);
    await until(async () => !(await answerAt(bases[1])).includes(PUBLISHED.words));
  });
});

const PUBLISHED = {
  entry: 'dibao-time-total',
  question: '低保从申请到办完要多久？',
  words: '先说结论，别着急。',
};
const BASIS = { source: '示例文件', sourceDate: '2026-11-20', reason: '说得更清楚' };

async function answerAt(base: string): Promise<string> {
  const { question } = PUBLISHED;
  return String((await clientOf(base).post('/api/ask', { question })).json['text']);
}

/** Asks again and again until it is so; the time limit of the test ends it otherwise. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await sleep(20);
}
