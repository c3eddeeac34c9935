import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { ROLES } from '../../../services/staff/role.ts';
import { runService, type RunningService } from '../../bot/support/small-service.ts';
import { type Answered, clientOf } from '../support/http.ts';
import { signedIn, type StaffClient } from '../support/staff-client.ts';

const ENTRY = 'dibao-time-total';
const QUESTION = '低保从申请到办完要多久？';
const BASIS = { source: '示例文件', sourceDate: '2026-11-20', reason: '说得更清楚' };

interface View {
  readonly change: { readonly id: string; readonly version: number; readonly state: string };
  readonly problems: readonly { readonly field: string; readonly message: string }[];
  readonly may: readonly string[];
}

describe('the knowledge while the service runs', function () {
  this.timeout(180_000);
  let service: RunningService;
  let anna: StaffClient;
  let boris: StaffClient;
  let chief: StaffClient;

  const folder = mkdtempSync(join(tmpdir(), 'mingbai-library-'));
  const open = async (): Promise<void> => {
    service = await runService({ shipped: true, folder });
    const app = clientOf(service.base);
    anna = await signedIn(app, service.office, 'editor');
    boris = await signedIn(app, service.office, 'editor');
    chief = await signedIn(app, service.office, 'supervisor');
  };
  before(() => open());
  after(async () => {
    await service.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const library = '/api/staff/library';
  const ask = async (question: string, more: object = {}): Promise<Record<string, unknown>> =>
    (await clientOf(service.base).post('/api/ask', { question, ...more })).json;
  const bodyOf = async (kind: string, id: string): Promise<Record<string, unknown>> =>
    (await anna.get(`${library}/pieces/${kind}/${encodeURIComponent(id)}`)).json['body'] as Record<
      string,
      unknown
    >;
  const viewOf = (answered: Answered): View => {
    expect(answered.status, answered.text).to.be.oneOf([200, 201]);
    return answered.json as unknown as View;
  };
  const begin = async (kind: string, from: object): Promise<View['change']> => {
    const answered = await anna.send('POST', `${library}/changes`, { kind, ...from });
    expect(answered.status, answered.text).to.equal(201);
    return answered.json as unknown as View['change'];
  };
  const save = async (change: View['change'], body: unknown): Promise<View> =>
    viewOf(
      await anna.send('PUT', `${library}/changes/${change.id}`, {
        version: change.version,
        body,
        ...BASIS,
      }),
    );
  const step = (who: StaffClient, { id, version }: View['change'], name: string, more = {}) =>
    who.send('POST', `${library}/changes/${id}/${name}`, { version, ...more });

  /** From the first word to the second person. */
  const publish = async (kind: string, from: object, body: unknown): Promise<View> => {
    const saved = await save(await begin(kind, from), body);
    expect(saved.problems).to.deep.equal([]);
    const { change } = viewOf(await step(anna, saved.change, 'submit'));
    return viewOf(await step(chief, change, 'publish'));
  };

  it('answers with a changed entry as soon as a second person has published it', async () => {
    const body = await bodyOf('question', ENTRY);
    const answer = `先说结论，别着急。\n${String(body['answer'])}`;
    const { change } = await publish('question', { id: ENTRY }, { ...body, answer });
    expect(change.state).to.equal('已发布');
    expect((await ask(QUESTION))['text']).to.contain('先说结论，别着急');
    const { json } = await anna.get(`${library}/pieces/question/${ENTRY}`);
    const history = json['history'] as { action: string; byName: string }[];
    expect(history.map(({ action }) => action)).to.deep.equal([
      'publish',
      'submit',
      'save',
      'create',
    ]);
    expect((await service.office.audit.verify()).ok).to.equal(true);
  });

  it('lets nobody approve what they wrote', async () => {
    const id = 'dibao-what-is';
    const own = await bodyOf('question', id);
    const saved = await save(await begin('question', { id }), { ...own, staff: '改过的干部版' });
    const { change } = viewOf(await step(anna, saved.change, 'submit'));
    const refused = await step(anna, change, 'publish');
    expect(refused.status).to.equal(422);
    expect(refused.text).to.contain('另一位同事');
    const back = viewOf(await step(boris, change, 'return', { note: '请补依据' }));
    expect(back.change.state).to.equal('草稿');
    expect((await step(anna, back.change, 'discard')).status).to.equal(204);
  });

  it('tells in plain Chinese, at the field, what would be wrong', async () => {
    const change = await begin('question', { id: ENTRY });
    const body = await bodyOf('question', ENTRY);
    const wrong = {
      ...body,
      answer: '一定能批，99个工作日办完，打13805350001。',
      spoken: '（见57号文）一。二。三。',
      next: ['no-such-entry'],
      district: '火星区',
    };
    const saved = await save(change, wrong);
    const at = (field: string): string =>
      saved.problems
        .filter((one) => one.field === field)
        .map(({ message }) => message)
        .join();
    expect(at('answer'))
      .to.match(/99/u)
      .and.match(/不许承诺/u)
      .and.match(/不要直接写电话/u);
    expect(at('spoken'))
      .to.match(/最多两句/u)
      .and.match(/括号/u);
    expect(at('next.0')).to.contain('no-such-entry');
    expect(saved.problems.map(({ message }) => message).join()).to.contain('火星区');
    const refused = await step(anna, saved.change, 'submit');
    expect([refused.status, refused.error.code]).to.deep.equal([422, 'request.invalid']);
    expect((await step(anna, saved.change, 'discard')).status).to.equal(204);
  });

  it('lets one of two who write at once win, and tells the other', async () => {
    const change = await begin('question', { id: ENTRY });
    const second = await boris.send('POST', `${library}/changes`, { kind: 'question', id: ENTRY });
    expect([second.status, second.text.includes('已经有人在改')]).to.deep.equal([409, true]);
    const body = await bodyOf('question', ENTRY);
    const saved = await save(change, body);
    const late = await boris.send('PUT', `${library}/changes/${change.id}`, {
      ...{ version: change.version, body },
      ...BASIS,
    });
    expect([late.status, late.error.code]).to.deep.equal([409, 'version.conflict']);
    expect((await step(anna, saved.change, 'discard')).status).to.equal(204);
  });

  it('changes an amount on the day from which the new one holds, without anybody doing anything', async () => {
    const id = 'disability-living-1-2-yantai';
    const body = await bodyOf('standard', id);
    const next = { ...body, id: 'living-2027', amount: '233', from: '2027-01-01' };
    await publish('standard', { body: next }, next);
    const asked = '一级残疾生活补贴一个月多少钱';
    service.clock.moveTo('2026-12-31T23:59:00+08:00');
    expect((await ask(asked, { district: '莱山区' }))['text'])
      .to.contain('214')
      .not.contain('233');
    service.clock.moveTo('2027-01-01T00:00:01+08:00');
    expect((await ask(asked, { district: '莱山区' }))['text'])
      .to.contain('233')
      .not.contain('214');
    // Sessions end after half an hour without a touch.
    service.clock.moveTo('2026-11-26T10:10:00+08:00');
  });

  it('shows a draft beside today’s answer and which of our own questions it changes', async () => {
    const body = await bodyOf('question', ENTRY);
    const draft = { ...body, answer: `试一试。\n${String(body['answer'])}` };
    const piece = { kind: 'question', id: ENTRY, body: draft };
    const tried = await anna.send('POST', `${library}/try`, { ...piece, questions: [QUESTION] });
    const [answer] = tried.json['answers'] as {
      today: { text: string };
      draft: { text: string };
    }[];
    expect(answer?.draft.text).to.contain('试一试');
    expect(answer?.today.text).not.to.contain('试一试');
    const impact = await anna.send('POST', `${library}/impact`, piece);
    const changed = impact.json['changed'] as { question: string }[];
    expect(changed.map(({ question }) => question)).to.include(QUESTION);
    expect(impact.json['asked']).to.be.greaterThan(500);
  });

  it('groups what was not answered, and a published entry begun from it answers it', async () => {
    for (const question of ['救助金能换成粮票吗', '救助金能不能换成粮票', '救助金能换粮票吗？'])
      await ask(question, { district: '福山区' });
    const { json } = await anna.get(`${library}/unanswered?state=open`);
    const groups = json['groups'] as {
      question: string;
      count: number;
      items: string[];
      places: { district: string }[];
    }[];
    const group = groups.find(({ question }) => question.includes('粮票'));
    expect(group?.count).to.equal(3);
    expect(group?.places).to.deep.equal([{ district: '福山区', count: 3 }]);
    const begun = await anna.send('POST', `${library}/unanswered/draft`, { items: group?.items });
    expect(begun.status).to.equal(201);
    const draft = begun.json as unknown as View['change'] & { body: Record<string, unknown> };
    const saved = await save(draft, {
      ...draft.body,
      clauses: ['mzf-2021-57#22'],
      answer: '救助金不换粮票，发到卡上。到镇街窗口问。',
      spoken: '救助金不换粮票。到镇街窗口问。',
      staff: '无粮票。',
    });
    expect(saved.problems).to.deep.equal([]);
    const { change } = viewOf(await step(anna, saved.change, 'submit'));
    viewOf(await step(boris, change, 'publish'));
    expect((await ask('救助金能换成粮票吗'))['text']).to.contain('救助金不换粮票');
    const after = await anna.get(`${library}/unanswered?state=answered`);
    expect(after.text).to.contain('粮票');
  });

  it('takes a withdrawn entry out of every answer, and refuses to take away what others rest on', async () => {
    const { json } = await chief.send('POST', `${library}/pieces/question/${ENTRY}/withdraw`, {
      reason: '有误',
    });
    expect(json['body']).to.equal(null);
    expect((await ask(QUESTION))['questionIds']).not.to.include(ENTRY);
    const needed = await chief.send('POST', `${library}/pieces/source/mzf-2021-57/withdraw`, {
      reason: '试试',
    });
    expect([needed.status, needed.error.code]).to.deep.equal([422, 'transition.refused']);
    expect(needed.error.fields).to.have.length.greaterThan(0);
  });

  it('has everything in force again after a restart', async () => {
    await service.close();
    await open();
    expect((await ask('救助金能换成粮票吗'))['text']).to.contain('救助金不换粮票');
    expect((await ask(QUESTION))['questionIds']).not.to.include(ENTRY);
  });

  it('lets each role through its own doors only', async () => {
    const app = clientOf(service.base);
    let checks = 0;
    for (const role of ROLES) {
      const client = await signedIn(app, service.office, role);
      for (const route of service.routes) {
        if (!route.id.startsWith('library.') || route.access.kind !== 'staff') continue;
        const path = route.path.replace(':kind', 'question').replace(':id', 'none');
        const { status } = await client.send(
          route.method.toUpperCase(),
          path,
          route.method === 'get' ? undefined : {},
        );
        expect(status === 403, `${role} at ${route.id}: ${String(status)}`).to.equal(
          !route.access.roles.includes(role),
        );
        checks += 1;
      }
    }
    expect(checks).to.be.greaterThan(100);
  });
});
