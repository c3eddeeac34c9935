import { expect } from 'chai';
import { testShelf } from '../../support/shelf.ts';
import { buildKnowledge, type Knowledge } from '../../../knowledge/index.ts';
import { type AnswerMarkView } from '../../../services/desk/answer-marks.ts';
import { type Suggestion } from '../../../services/desk/assist.ts';
import { type EligibilitySheet, type SheetFact } from '../../../services/desk/sheet.ts';
import { type CallView } from '../../../services/desk/calls.ts';
import { enquiryStore } from '../../../services/storage/enquiry-store-sql.ts';
import { handOverStore } from '../../../services/storage/hand-over-store-sql.ts';
import { exchange } from '../../../scripts/hotline/exchange.ts';
import { type DeskApp, deskApp, HOTLINE_SECRET } from '../support/desk.ts';
import { type LiveNews, type OneNews } from '../support/live-news.ts';
import { type TestOffice, testOffice } from '../support/office.ts';
import { signedIn, type StaffClient } from '../support/staff-client.ts';

const T = '2026-11-24T10:00:';
const ring = { callId: 'c1', type: 'ringing', at: `${T}00+08:00`, caller: '+8613805350001' };
const said = (text: string, second = '10', callId = 'c1'): object => ({
  ...{
    callId,
    type: 'transcript',
    at: `${T}${second}+08:00`,
    speaker: 'caller',
    text,
    final: true,
  },
});

describe('the desk', () => {
  let knowledge: Knowledge;
  let office: TestOffice;
  let app: DeskApp;
  let operator: StaffClient;
  let supervisor: StaffClient;

  before(async function () {
    this.timeout(60_000);
    knowledge = await buildKnowledge({
      contentDir: 'knowledge/content',
      elapsed: () => performance.now(),
      shelf: testShelf,
    });
  });
  beforeEach(async () => {
    office = await testOffice();
    app = await deskApp(office, knowledge);
    operator = await signedIn(app, office, 'operator');
    supervisor = await signedIn(app, office, 'supervisor');
  });
  afterEach(async () => {
    await app.close();
    await office.close();
  });
  const view = async (who: StaffClient, id = 'c1'): Promise<CallView> =>
    (await who.get(`/api/staff/desk/calls/${id}`)).json as unknown as CallView;
  const post = (
    who: StaffClient,
    path: string,
    body: object = {},
  ): ReturnType<StaffClient['send']> => who.send('POST', `/api/staff/desk/${path}`, body);

  describe('hears of calls', () => {
    it('keeps a doubled event once and says so', async () => {
      expect((await app.events(ring)).json).to.deep.equal({ kept: 1, repeated: 0 });
      expect((await app.events([ring, ring])).json).to.deep.equal({ kept: 0, repeated: 2 });
    });

    it('shows a ringing call with its number masked', async () => {
      await app.events(ring);
      const { calls } = (await operator.get('/api/staff/desk/calls')).json as { calls: CallView[] };
      expect(calls.map(({ state, caller }) => ({ state, caller }))).to.deep.equal([
        { state: 'ringing', caller: { kind: 'mobile', number: '138****0001' } },
      ]);
    });

    it('takes late and out-of-order events by the time at which they happened', async () => {
      await app.events([{ callId: 'c1', type: 'ended', at: `${T}50+08:00` }]);
      await app.events([said('二', '12'), said('一', '11')]);
      await app.events([ring, { callId: 'c1', type: 'answered', at: `${T}05+08:00` }]);
      const call = await view(operator);
      expect(call.state).to.equal('ended');
      expect(call.lines.map(({ text }) => text)).to.deep.equal(['一', '二']);
    });

    it('refuses a forged, an old and an unsigned event, and keeps nothing of them', async () => {
      const old = String(Math.floor(office.clock.now().getTime() / 1000) - 3600);
      expect((await app.events(ring, { secret: 'another' })).error.code).to.equal('access.denied');
      expect((await app.events(ring, { stamp: old })).error.code).to.equal('access.denied');
      expect((await app.post('/api/hotline/events', ring)).status).to.equal(403);
      expect((await operator.get('/api/staff/desk/calls/c1')).status).to.equal(404);
    });

    it('answers an event too long or malformed with a plain sentence', async () => {
      const long = await app.events(said('话'.repeat(2001)));
      expect(long.status).to.equal(422);
      expect(long.error.message).to.match(/[\u4e00-\u9fff]/u);
      expect((await app.events({ ...ring, type: 'hello' })).status).to.equal(422);
      expect((await app.events(said('话'.repeat(200_000)))).status).to.equal(413);
    });

    it('takes at the next try what it could not keep while the storage was busy', async function () {
      this.timeout(60_000);
      // Signed by the clock of the exchange; only SQLite has a single place to wait for.
      const busy = await testOffice(new Date().toISOString(), 'sqlite');
      const there = await deskApp(busy, knowledge);
      try {
        let free = (): void => undefined;
        const held = busy.parts.db.transaction(
          () => new Promise<void>((resolve) => (free = resolve)),
        );
        const pauses: number[] = [];
        const send = exchange(there.base, HOTLINE_SECRET, async (ms) => {
          pauses.push(ms);
          free();
          await held;
        });
        const at = new Date().toISOString();
        const words = { callId: 'c1', type: 'transcript', speaker: 'caller', at } as const;
        const sent = [
          { callId: 'c1', type: 'ringing', at, caller: '13805350001' } as const,
          ...['一', '二', '三'].map((text) => ({ ...words, text })),
        ];
        const answers = await Promise.all(sent.map(send));
        // Whoever did not wait yet when a place came free was not refused.
        expect([...new Set(pauses)]).to.deep.equal([5000]);
        expect(await Promise.all(answers.map((one) => one.json()))).to.deep.equal(
          sent.map(() => ({ kept: 1, repeated: 0 })),
        );
        const who = await signedIn(there, busy, 'operator');
        expect((await view(who)).lines.map(({ text }) => text).sort()).to.deep.equal(
          ['一', '二', '三'].sort(),
        );
      } finally {
        await there.close();
        await busy.close();
      }
    });

    it('never keeps a number that belongs to a person in what was said', async () => {
      await app.events([ring, said('我身份证370602196003078817，电话13905350002')]);
      const [line] = (await view(operator)).lines;
      expect(line?.text).to.not.match(/\d{6}/u);
    });
  });

  describe('gives a call to one operator', () => {
    it('tells the second who takes it that it is taken, and shows them only the outline', async () => {
      const other = await signedIn(app, office, 'operator');
      await app.events([ring, said('低保多久能批下来')]);
      expect((await post(operator, 'calls/c1/take')).status).to.equal(200);
      expect((await post(other, 'calls/c1/take')).status).to.equal(404);
      expect((await view(supervisor)).lines).to.deep.equal([]);
    });

    it('lets a supervisor listen in, on the record', async () => {
      await app.events([ring, said('低保多久能批下来')]);
      await post(operator, 'calls/c1/take');
      const heard = (await post(supervisor, 'calls/c1/listen')).json as unknown as CallView;
      expect(heard.lines).to.have.length(1);
      const log: string[] = [];
      for await (const line of office.audit.exportLines()) log.push(line);
      expect(log.some((line) => line.includes('"listen-in"'))).to.equal(true);
      expect((await post(operator, 'calls/c1/listen')).status).to.equal(403);
    });

    it('hands a call to a colleague by login and refuses one who takes no calls', async () => {
      const other = await signedIn(app, office, 'operator');
      const handler = await signedIn(app, office, 'handler');
      const logins = new Map((await office.staff.list()).map(({ id, login }) => [id, login]));
      await app.events([ring, said('想问问低保')]);
      await post(operator, 'calls/c1/take');
      const to = (client: StaffClient): object => ({ to: logins.get(client.id), note: '问政策' });
      expect((await post(operator, 'calls/c1/transfer', to(handler))).status).to.equal(422);
      expect((await post(operator, 'calls/c1/transfer', to(other))).status).to.equal(204);
      const handedOn = await view(other);
      expect(handedOn.mine).to.equal(true);
      // What the colleague types next does not wipe out how the call came.
      const typed = { form: { district: '芝罘区' }, version: handedOn.version };
      expect((await post(other, 'calls/c1/form', typed)).status).to.equal(200);
      expect((await view(other)).form).to.include({
        ...{ district: '芝罘区', transferNote: '问政策', transferredBy: operator.id },
      });
    });
  });

  describe('helps while a caller speaks', () => {
    it('has the answer with its clause and the two sentences to read aloud', async () => {
      await app.events([ring, said('俺想问问 低保多久能批下来')]);
      await post(operator, 'calls/c1/take');
      const { answer, ask } = (await operator.get('/api/staff/desk/calls/c1/suggestion'))
        .json as unknown as {
        answer: { outcome: string; citations: unknown[]; spoken: string };
        ask: { fact: string }[];
      };
      expect(answer.outcome).to.equal('answered');
      expect(answer.citations).to.not.be.empty;
      expect(answer.spoken).to.not.match(/[（）〔〕]/u);
      expect(ask.map(({ fact }) => fact)).to.include('district');
    });

    it('raises danger before anything else', async () => {
      await app.events([ring, said('俺三天没吃饭了'), said('想问问低保', '12')]);
      await post(operator, 'calls/c1/take');
      const { urgent } = (await operator.get('/api/staff/desk/calls/c1/suggestion')).json;
      expect(urgent).to.equal(true);
    });

    describe('live', () => {
      let other: StaffClient;
      let own: LiveNews;
      let others: LiveNews;
      const isSuggestion = ({ event }: OneNews): boolean => event === 'suggestion';
      const suggested = async (): Promise<Suggestion> =>
        (await own.next(isSuggestion)).data['body'] as Suggestion;
      const unfinished = (text: string, second: string): object => ({
        ...said(text, second),
        final: false,
      });

      beforeEach(async () => {
        other = await signedIn(app, office, 'operator');
        [own, others] = (await Promise.all(
          [operator, other].map((who) => who.follow('/api/staff/desk/stream')),
        )) as [LiveNews, LiveNews];
        await app.events(ring);
        await post(operator, 'calls/c1/take');
      });
      afterEach(() => {
        own.stop();
        others.stop();
      });

      it('streams words and suggestion to who has the call, and to nobody else', async () => {
        await app.events(said('低保多久能批下来'));
        expect((await suggested()).answer?.outcome).to.equal('answered');
        await app.events([said('嗯', '12'), { ...ring, callId: 'c2' }]);
        await others.next(({ data }) => data['callId'] === 'c2');
        const words = others.heard.filter(({ data }) => JSON.stringify(data).includes('批下来'));
        expect(words).to.deep.equal([]);
        expect(others.heard.filter(isSuggestion)).to.deep.equal([]);
        // That somebody said something more is no news to the others either.
        const outlines = others.heard.filter(({ data }) => data['callId'] === 'c1');
        expect(outlines.map(({ data }) => (data['body'] as CallView).state)).to.deep.equal([
          ...['ringing', 'ringing', 'answered'],
        ]);
      });

      it('has the answer before the caller has finished the sentence', async () => {
        await app.events(unfinished('低保多久能批下来', '10'));
        const { answer } = await suggested();
        expect(answer).to.include({ outcome: 'answered', aspect: '时限' });
        expect((await view(operator)).lines).to.deep.equal([]);
      });

      it('lets no unfinished piece that comes late replace the finished sentence', async () => {
        await app.events([said('低保多久能批下来', '12'), unfinished('低保多', '11')]);
        await suggested();
        await app.events(unfinished('还想', '13'));
        const { data } = await own.next(({ event }) => event === 'partial');
        expect(data['body']).to.include({ text: '还想' });
      });

      it('keeps the answer when the caller only says thanks', async () => {
        await app.events(said('低保多久能批下来', '10'));
        const asked = (await suggested()).answer?.questionIds;
        await app.events(said('行，那我知道了，谢谢', '12'));
        expect((await suggested()).answer?.questionIds).to.deep.equal(asked);
      });

      it('asks for nothing that the caller has told', async () => {
        await app.events(said('俺家三口人，一个月一共进六百块，够不够低保的条件', '10'));
        const asked = (await suggested()).ask.map(({ fact }) => fact);
        expect(asked).to.deep.equal(['district', 'health']);
      });

      it('tells a supervisor who listens in what was said before', async () => {
        await app.events(said('低保多久能批下来', '10'));
        const listening = await supervisor.follow('/api/staff/desk/stream?listen=c1');
        const { data } = await listening.next(({ event }) => event === 'call');
        expect((data['body'] as CallView).lines.map(({ text }) => text)).to.deep.equal([
          '低保多久能批下来',
        ]);
        listening.stop();
      });

      it('keeps a complaint a complaint, whatever is asked after it', async () => {
        const complaint = '我要投诉，镇上拖着不办，两个月没有消息';
        const rest = ['嗯', '行', '那农村低保标准一个月多少钱', '低保多久能批下来'];
        await app.events(said(complaint, '10'));
        const { heard } = await suggested();
        expect(heard.category).to.equal('拖延不办');
        // It says why.
        expect(complaint).to.include(heard.because[0]);
        for (const [at, text] of rest.entries()) {
          await app.events(said(text, String(20 + at)));
          expect((await suggested()).heard.kind, text).to.equal('投诉');
        }
      });
    });

    it('fills a self-check from speech, and lets the operator correct it in people’s words', async () => {
      await app.events([ring, said('俺家三口人，一个月一共进六百块，够不够低保的条件')]);
      await post(operator, 'calls/c1/take');
      const { check } = (await operator.get('/api/staff/desk/calls/c1/suggestion')).json;
      expect(check).to.equal('低保');
      type Sheet = Pick<EligibilitySheet, 'facts' | 'next' | 'routes'>;
      const sheet = async (typed: object): Promise<Sheet> =>
        (await post(operator, 'calls/c1/sheet', { check, typed })).json as unknown as Sheet;
      const fact = ({ facts }: Sheet, key: string): Partial<SheetFact> =>
        facts.find((one) => one.key === key) ?? {};
      const heard = await sheet({});
      expect(fact(heard, 'household')).to.include({ told: '一家几口人：3人', from: 'speech' });
      expect(fact(heard, 'income').from).to.equal('speech');
      expect(heard.next).to.not.be.oneOf(['household', 'income']);
      const corrected = await sheet({ household: '四口人', income: '八百', district: '莱阳' });
      expect(fact(corrected, 'household')).to.include({
        told: '一家几口人：4人',
        from: 'operator',
      });
      expect(fact(corrected, 'income').problem).to.include('一个月');
      const asked = heard.facts.filter(({ from }) => from === null);
      const settled = await sheet(Object.fromEntries(asked.map(({ key }) => [key, '不知道'])));
      expect(settled.next).to.equal(null);
      const conditions = settled.routes.flatMap((route) => route.conditions);
      expect(
        conditions.every(({ article }) => article === null || article.includes('《')),
      ).to.equal(true);
      expect((await post(supervisor, 'calls/c1/sheet', { check, typed: {} })).status).to.equal(403);
      expect(
        (await post(operator, 'calls/c1/sheet', { check: '别的', typed: {} })).status,
      ).to.equal(422);
    });

    it('puts an answer marked as wrong into the editor’s queue, without numbers of persons', async () => {
      const mark = { questionId: 'q', callId: null, asked: '我电话13905350002', note: '数字不对' };
      const shown = { answer: '30个工作日', clauseIds: ['mzf-2021-57#22'], district: '芝罘区' };
      expect((await post(operator, 'wrong', { ...mark, ...shown })).status).to.equal(204);
      const editor = await signedIn(app, office, 'editor');
      const queue = async (state: string): Promise<readonly AnswerMarkView[]> =>
        (await editor.get(`/api/staff/knowledge/marks?state=${state}`)).json[
          'marks'
        ] as AnswerMarkView[];
      const [open] = await queue('open');
      expect(open?.asked).to.not.include('13905350002');
      expect(open?.by).to.match(/^operator-/u);
      expect(open?.clauses[0]?.name).to.include('第二十二条');
      expect(open).to.include({ answer: '30个工作日', district: '芝罘区', fromCall: false });
      const close = `/api/staff/knowledge/marks/${open?.id ?? ''}/close`;
      expect((await editor.send('POST', close, { note: '已改' })).status).to.equal(204);
      expect((await editor.send('POST', close, {})).status).to.equal(404);
      expect(await queue('open')).to.deep.equal([]);
      const [done] = await queue('done');
      expect(done?.doneBy).to.match(/^editor-/u);
      expect(done?.doneNote).to.equal('已改');
    });
  });

  describe('keeps a record', () => {
    const ticket = {
      kind: '投诉',
      text: '低保材料交了两个月没有消息',
      category: '拖延不办',
      district: '莱阳市',
      incidentDate: '2026-09',
      contact: { name: '王秀英', phone: '138****0001' },
    };

    it('files a complaint from the call, once, with the operator as first-contact owner', async () => {
      await app.events([ring, said('俺要投诉 莱阳的 材料交了俩月没信儿')]);
      await post(operator, 'calls/c1/take');
      const first = await post(operator, 'calls/c1/ticket', ticket);
      const again = await post(operator, 'calls/c1/ticket', ticket);
      expect(first.status).to.equal(201);
      expect(again.json['number']).to.equal(first.json['number']);
      const number = String(first.json['number']);
      const seen = (await supervisor.get(`/api/staff/tickets/${number}`)).json;
      expect(seen['firstOwner']).to.equal(operator.id);
      const clear = await supervisor.send('POST', `/api/staff/tickets/${number}/unmask`, {
        reason: '核对',
      });
      expect(clear.json['phone']).to.equal('13805350001');
    });

    it('says what still has to be asked', async () => {
      await app.events([ring, said('俺要投诉')]);
      await post(operator, 'calls/c1/take');
      const { kind, text, category } = ticket;
      const short = { kind, text, category };
      const refused = await post(operator, 'calls/c1/ticket', short);
      expect(refused.status).to.equal(422);
      const fields = refused.error.fields?.map(({ field }) => field);
      expect(fields).to.deep.equal(['district', 'incidentDate']);
    });

    it('takes a complaint as an enquiry only when the caller agrees', async () => {
      await app.events([ring, said('我要投诉，镇上拖着不办，两个月没有消息')]);
      await post(operator, 'calls/c1/take');
      const softened = { kind: '咨询转办', text: '问进度', district: '莱阳市' };
      expect((await post(operator, 'calls/c1/ticket', softened)).status).to.equal(422);
      const agreed = await post(operator, 'calls/c1/ticket', { ...softened, callerAgrees: true });
      expect(agreed.status).to.equal(201);
    });

    it('keeps what the operator typed and refuses an old version', async () => {
      await app.events(ring);
      await post(operator, 'calls/c1/take');
      const { version } = await view(operator);
      const form = { district: '莱阳市' };
      expect((await post(operator, 'calls/c1/form', { form, version })).status).to.equal(200);
      await app.events(said('俺是芝罘区的'));
      expect((await view(operator)).form).to.deep.equal(form);
      expect((await post(operator, 'calls/c1/form', { form, version })).status).to.equal(409);
    });

    it('drafts the wrap-up from facts and counts the shift', async () => {
      await app.events([ring, { callId: 'c1', type: 'answered', at: `${T}05+08:00` }]);
      await post(operator, 'calls/c1/take');
      await app.events([
        said('低保多久能批下来'),
        { callId: 'c1', type: 'ended', at: `${T}45+08:00` },
      ]);
      const { summary } = (await operator.get('/api/staff/desk/calls/c1/wrap-up')).json;
      expect(summary).to.include('低保多久能批下来');
      await post(operator, 'calls/c1/wrap-up', { summary, resolution: 'answered' });
      const range = 'from=2026-11-24T00:00:00%2B08:00&to=2026-11-25T00:00:00%2B08:00';
      const { figures } = (await operator.get(`/api/staff/desk/shift?${range}`)).json as {
        figures: { name: string }[];
      };
      const name = (await office.staff.list()).find(({ id }) => id === operator.id)?.name;
      expect(figures).to.deep.equal([
        {
          ...{ operator: operator.id, name, offered: 1, answered: 1, missed: 0, wrappedUp: 1 },
          ...{ meanSeconds: 40, atFirstContact: 1, wrongMarks: 0 },
        },
      ]);
    });

    it('finds earlier calls and tickets of the same number', async () => {
      await app.events([ring, said('俺要投诉')]);
      await post(operator, 'calls/c1/take');
      await post(operator, 'calls/c1/ticket', ticket);
      await app.events({ ...ring, callId: 'c2', caller: '013805350001' });
      await post(operator, 'calls/c2/take');
      const { tickets, calls } = (await operator.get('/api/staff/desk/calls/c2/history'))
        .json as unknown as { tickets: unknown[]; calls: { id: string }[] };
      expect(tickets).to.have.length(1);
      expect(calls.map(({ id }) => id)).to.deep.equal(['c1']);
    });

    it('says that somebody promised to ring the number that calls', async () => {
      const waiting = {
        id: 'h1',
        conversationId: 'v1',
        state: 'call-back',
        district: null,
      } as const;
      await handOverStore(office.parts.db, office.crypto).insert({
        ...{ ...waiting, askedAt: '2026-11-24T01:00:00.000Z', takenBy: null, takenAt: null },
        ...{ endedAt: null, warned: true, version: 1 },
        personal: { reason: '问补贴怎么少了', phone: '138 0535 0001', note: '' },
      });
      await app.events([ring, { ...ring, callId: 'c2', caller: '13905350002' }]);
      const callBacks = async (id: string): Promise<unknown> =>
        (await operator.get(`/api/staff/desk/calls/${id}/history`)).json['callBacks'];
      expect(await callBacks('c1')).to.deep.equal([
        {
          ...{ id: 'h1', at: '2026-11-24T01:00:00.000Z', reason: '问补贴怎么少了' },
          ...{ endedAt: null, outcome: '' },
        },
      ]);
      expect(await callBacks('c2')).to.deep.equal([]);
    });

    it('shows what came of a promise to ring, and what the same person asked in the web chat before', async () => {
      const { db } = office.parts;
      await handOverStore(db, office.crypto).insert({
        ...{ id: 'h1', conversationId: 'v1', state: 'ended', district: null, warned: true },
        ...{ askedAt: '2026-11-24T01:00:00.000Z', takenBy: operator.id, version: 3 },
        ...{ takenAt: '2026-11-24T01:10:00.000Z', endedAt: '2026-11-24T01:20:00.000Z' },
        personal: { reason: '问补贴怎么少了', phone: '138 0535 0001', note: '说清了，不用再打' },
      });
      const ask = (id: string, conversationId: string, question: string): Promise<void> =>
        enquiryStore(db, office.crypto).insert({
          ...{ id, conversationId, question, at: '2026-11-24T00:50:00.000Z', channel: 'web' },
          answer: { ...knowledge.answer({ question, today: '2026-11-24' }).answer, id },
        });
      await ask('q1', 'v1', '残疾补贴一个月多少钱');
      await ask('q2', 'v2', '低保多久能批下来');
      // That somebody wanted a person is no question.
      await ask('q3', 'v1', '我要找人工');
      await app.events([ring, { ...ring, callId: 'c2', caller: '13905350002' }]);
      const { callBacks, asked } = (await operator.get('/api/staff/desk/calls/c1/history')).json;
      expect(callBacks).to.deep.equal([
        {
          ...{ id: 'h1', at: '2026-11-24T01:00:00.000Z', reason: '问补贴怎么少了' },
          ...{ endedAt: '2026-11-24T01:20:00.000Z', outcome: '说清了，不用再打' },
        },
      ]);
      expect(asked).to.deep.equal([
        { id: 'q1', at: '2026-11-24T00:50:00.000Z', question: '残疾补贴一个月多少钱' },
      ]);
      const other = (await operator.get('/api/staff/desk/calls/c2/history')).json;
      expect([other['callBacks'], other['asked']]).to.deep.equal([[], []]);
    });

    it('works without an exchange: the operator opens a call and types', async () => {
      const opened = (await post(operator, 'calls', { caller: '0535-6788888' })).json;
      const id = String(opened['id']);
      await post(operator, `calls/${id}/lines`, { speaker: 'caller', text: '想问低保要啥条件' });
      const ended = (await post(operator, `calls/${id}/end`)).json;
      expect(ended['state']).to.equal('ended');
    });
  });
});
