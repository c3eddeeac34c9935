import { expect } from 'chai';
import { WebSocket } from 'ws';
import { call, type Chat, startChat } from './support/chat.ts';
import { type RunningService, runService } from './support/small-service.ts';

describe('Direct Line', function () {
  this.timeout(30_000);
  let service: RunningService;
  before(async () => {
    service = await runService();
  });
  after(() => service.close());

  const code = ({ body }: { body: Readonly<Record<string, unknown>> }): string =>
    (body['error'] as { code: string } | undefined)?.code ?? '';

  it('begins with a greeting and answers with the clause in channelData', async () => {
    const chat = await startChat(service);
    const greeting = (await chat.read()).activities;
    expect(greeting.map(({ from }) => from)).to.deep.equal([
      { id: 'bot', name: '明白', role: 'bot' },
    ]);
    const [reply] = await chat.say('低保多久能批下来');
    expect(reply?.text).to.include('30个工作日');
    const answer = reply?.channelData?.['answer'] as { id: string; citations: { quote: string }[] };
    expect(answer.citations[0]?.quote).to.equal('从受理那天起，30个工作日内办完。');
    expect(answer.id).to.match(/^[\w-]{36}$/u);
  });

  it('sets who is speaking by itself, whatever the client says', async () => {
    const chat = await startChat(service);
    await chat.post({
      type: 'message',
      text: '低保多久能批下来',
      from: { id: 'bot', role: 'bot' },
      conversation: { id: 'another' },
      id: 'my-own',
      timestamp: '1999-01-01',
    });
    const own = (await chat.read()).activities[1];
    expect(own?.from).to.deep.include({ role: 'user' });
    expect(own?.from.id).to.match(/^dl_/u);
    expect(own?.id).to.equal(`${chat.id}|0000002`);
  });

  it('hears a repeated post once, one after the other and at the same time, and echoes the client’s number', async () => {
    const chat = await startChat(service);
    const message = { type: 'message', text: '帮助', channelData: { clientActivityID: 'c-1' } };
    const all = await Promise.all([1, 2, 3, 4].map(() => chat.post(message)));
    all.push(await chat.post(message));
    expect(new Set(all.map(({ body }) => body['id'])).size).to.equal(1);
    const { activities } = await chat.read();
    expect(activities.filter(({ from }) => from.role === 'user')).to.have.length(1);
    expect(activities[1]?.channelData).to.deep.include({ clientActivityID: 'c-1' });
  });

  it('knows a repeated post even after many others', async () => {
    const chat = await startChat(service);
    const message = { type: 'message', text: '帮助', channelData: { clientActivityID: 'old' } };
    const first = await chat.post(message);
    for (let at = 0; at < 55; at += 1)
      await chat.post({
        type: 'message',
        text: '帮助',
        channelData: { clientActivityID: `n${at}` },
      });
    expect((await chat.post(message)).body).to.deep.equal(first.body);
  });

  it('takes turns one at a time, in the order in which they came', async () => {
    const chat = await startChat(service);
    const texts = ['帮助', '取消', '返回', '重来', '帮助', '取消'];
    await Promise.all(texts.map((text) => chat.post({ type: 'message', text })));
    const { activities } = await chat.read();
    const roles = activities.map(({ from }) => from.role);
    expect(roles).to.deep.equal(['bot', ...texts.flatMap(() => ['user', 'bot'])]);
    const said = activities.filter(({ from }) => from.role === 'user').map(({ text }) => text);
    expect([...said].sort()).to.deep.equal([...texts].sort());
  });

  it('opens exactly one conversation with a token', async () => {
    const [mine, other] = [await startChat(service), await startChat(service)];
    const path = `/directline/conversations/${other.id}`;
    for (const [method, below] of [
      ['GET', ''],
      ['GET', '/activities'],
      ['POST', '/activities'],
    ]) {
      const body = method === 'POST' ? { body: '{"type":"message","text":"帮助"}' } : {};
      const answered = await call(service.base, path + below!, {
        ...{ method: method!, token: mine.token },
        ...body,
      });
      expect(answered.status, `${method} ${below}`).to.equal(403);
      expect(code(answered)).to.equal('chat.other-conversation');
    }
    expect((await call(service.base, `${path}/activities`)).status).to.equal(401);
    const forged = `${mine.token.slice(0, -2)}AA`;
    expect((await call(service.base, `${path}/activities`, { token: forged })).status).to.equal(
      401,
    );
  });

  it('lets a token of tokens/generate begin its conversation once and join it afterwards', async () => {
    const generated = await call(service.base, '/directline/tokens/generate', { method: 'POST' });
    const token = String(generated.body['token']);
    const begun = await Promise.all(
      [1, 2].map(() => call(service.base, '/directline/conversations', { method: 'POST', token })),
    );
    expect(begun.map(({ status }) => status).sort()).to.deep.equal([200, 201]);
    expect(begun[0]?.body['conversationId']).to.equal(generated.body['conversationId']);
    expect(begun[1]?.body['conversationId']).to.equal(generated.body['conversationId']);
  });

  it('answers 403 for an expired token, refreshes one in time, and 404 for a conversation that is gone', async () => {
    const chat = await startChat(service);
    service.clock.advance(20);
    const fresh = await call(service.base, '/directline/tokens/refresh', {
      method: 'POST',
      token: chat.token,
    });
    service.clock.advance(11);
    const late = await call(service.base, `/directline/conversations/${chat.id}`, {
      token: chat.token,
    });
    expect([late.status, code(late)]).to.deep.equal([403, 'chat.token-expired']);
    const token = String(fresh.body['token']);
    const back = await call(service.base, `/directline/conversations/${chat.id}?watermark=1`, {
      token,
    });
    expect(back.status).to.equal(200);
    expect(back.body['streamUrl']).to.include('watermark=1');
    const none = await call(service.base, '/directline/tokens/generate', { method: 'POST' });
    const gone = await call(
      service.base,
      `/directline/conversations/${String(none.body['conversationId'])}/activities`,
      { token: String(none.body['token']) },
    );
    expect([gone.status, code(gone)]).to.deep.equal([404, 'chat.gone']);
  });

  it('gives what came after a watermark, and waits for it when asked to', async () => {
    const chat = await startChat(service);
    const { watermark } = await chat.read();
    const waiting = call(
      service.base,
      `/directline/conversations/${chat.id}/activities?watermark=${watermark}&wait=20`,
      { token: chat.token },
    );
    await chat.post({ type: 'message', text: '帮助' });
    const { activities } = (await waiting).body as { activities: { from: { role: string } }[] };
    expect(activities.map(({ from }) => from.role)).to.deep.equal(['user', 'bot']);
    expect((await chat.read('3')).activities).to.have.length(0);
  });

  it('refuses what is empty or too long with a sentence, and says nothing about typing', async () => {
    const chat = await startChat(service);
    const empty = await chat.post({ type: 'message', text: '   ' });
    expect([empty.status, code(empty)]).to.deep.equal([422, 'question.empty']);
    const long = await chat.post({ type: 'message', text: '长'.repeat(1001) });
    expect([long.status, code(long)]).to.deep.equal([422, 'request.invalid']);
    const huge = await chat.post({ type: 'message', text: '长'.repeat(20_000) });
    expect([huge.status, code(huge)]).to.deep.equal([413, 'request.too-large']);
    expect((await chat.post({ type: 'typing' })).status).to.equal(200);
    expect((await chat.post({ type: 'invoke', name: 'x' })).status).to.equal(422);
    expect((await chat.read()).activities).to.have.length(1);
  });

  it('understands the district of the device under any of its names, and keeps it', async () => {
    const chat = await startChat(service);
    await chat.say('帮助', { district: '芝罘' });
    const [reply] = await chat.say('低保多久能批下来');
    expect((reply?.channelData?.['answer'] as { district: string }).district).to.equal('芝罘区');
  });

  it('masks a phone number before anybody stores or shows it', async () => {
    const chat = await startChat(service);
    await chat.say('低保多久能批下来，我的电话13805351234');
    const { activities } = await chat.read();
    expect(JSON.stringify(activities)).not.to.include('13805351234');
  });

  describe('over a WebSocket', () => {
    const open = async (
      url: string,
    ): Promise<{ sets: Chat[]; socket: WebSocket; next: () => Promise<string> }> => {
      const socket = new WebSocket(url);
      const sets: string[] = [];
      const waiting: ((set: string) => void)[] = [];
      socket.on('message', (data: Buffer) => {
        const set = data.toString();
        const first = waiting.shift();
        if (first) first(set);
        else sets.push(set);
      });
      await new Promise((resolve, reject) => {
        socket.once('open', resolve);
        socket.once('error', reject);
      });
      const next = (): Promise<string> =>
        new Promise((resolve) => {
          const set = sets.shift();
          if (set === undefined) waiting.push(resolve);
          else resolve(set);
        });
      return { sets: [], socket, next };
    };

    it('streams what was missed and then what comes, without a gap or a repetition', async () => {
      const chat = await startChat(service);
      const { socket, next } = await open(chat.streamUrl);
      const missed = JSON.parse(await next()) as { activities: unknown[]; watermark: string };
      expect([missed.activities.length, missed.watermark]).to.deep.equal([1, '1']);
      await chat.post({ type: 'message', text: '帮助' });
      const live = JSON.parse(await next()) as { activities: { id: string }[]; watermark: string };
      expect(live.activities.map(({ id }) => id.slice(-1))).to.deep.equal(['2', '3']);
      expect(live.watermark).to.equal('3');
      socket.close();
    });

    it('shows a message of the office at once', async () => {
      const chat = await startChat(service);
      const { socket, next } = await open(chat.streamUrl.replace('watermark=', 'watermark=1'));
      const posted = await service.conversations.host.post(chat.id, {
        ...{ text: '您的事有结果了。', by: 'assistant', ticket: '20261126-000017' },
      });
      expect(posted).to.equal('posted');
      expect(await next()).to.include('您的事有结果了。');
      socket.close();
      const gone = { text: '', by: 'assistant', ticket: null } as const;
      expect(await service.conversations.host.post('nobody', gone)).to.equal('gone');
    });

    it('refuses a stream without its token', async () => {
      const [mine, other] = [await startChat(service), await startChat(service)];
      for (const url of [
        mine.streamUrl.replace(/t=.*/u, 't='),
        mine.streamUrl.replace(mine.id, other.id),
        mine.streamUrl.replace('/stream', '/nothing'),
      ]) {
        const status = await new Promise((resolve) => {
          const socket = new WebSocket(url);
          socket.on('unexpected-response', (_, response) => {
            resolve(response.statusCode);
            socket.terminate();
          });
          socket.on('error', () => null);
        });
        expect(status, url).to.be.oneOf([401, 403, 404]);
      }
    });
  });
});
