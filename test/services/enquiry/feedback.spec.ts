import { expect } from 'chai';
import { createFeedback } from '../../../services/enquiry/feedback.ts';
import { type Enquiry } from '../../../services/enquiry/enquiry.ts';
import { feedbackRoutes } from '../../../services/http/routes/feedback.ts';
import { feedbackStore } from '../../../services/storage/feedback-store-sql.ts';
import { type RunningApp, runApp } from '../support/http.ts';
import { SimulatedClock } from '../support/office.ts';
import { temporaryDatabase } from '../support/temporary-database.ts';

describe('feedback on an answer', () => {
  let app: RunningApp;
  let store: ReturnType<typeof feedbackStore>;
  let close: () => Promise<void>;
  const clock = new SimulatedClock('2026-11-26T10:00:00+08:00');
  const given = new Set(['a1', 'a2', 'a3']);

  before(async () => {
    const temporary = await temporaryDatabase();
    close = temporary.close;
    store = feedbackStore(temporary.db);
    const enquiries = {
      find: (id: string) => Promise.resolve(given.has(id) ? ({ id } as Enquiry) : null),
    };
    app = await runApp({ routes: feedbackRoutes(createFeedback({ store, enquiries, clock })) });
  });
  after(async () => {
    await app.close();
    await close();
  });

  it('reaches the editors with its reason, the newest first', async () => {
    const first = await app.post('/api/feedback', {
      answerId: 'a1',
      useful: false,
      reason: '不准',
    });
    expect(first.status).to.equal(204);
    clock.advance(5);
    await app.post('/api/feedback', { answerId: 'a2', useful: false });
    await app.post('/api/feedback', { answerId: 'a3', useful: true });
    expect(await store.notUseful(10)).to.deep.equal([
      { answerId: 'a2', useful: false, reason: null, at: '2026-11-26T02:05:00.000Z' },
      { answerId: 'a1', useful: false, reason: '不准', at: '2026-11-26T02:00:00.000Z' },
    ]);
    expect(await store.notUseful(1)).to.have.length(1);
  });

  it('may be changed: the last word counts, and a thank-you has no reason', async () => {
    await app.post('/api/feedback', { answerId: 'a1', useful: true, reason: '不准' });
    expect((await store.notUseful(10)).map(({ answerId }) => answerId)).not.to.include('a1');
    await app.post('/api/feedback', { answerId: 'a1', useful: false });
    const [again] = (await store.notUseful(10)).filter(({ answerId }) => answerId === 'a1');
    expect(again?.reason).to.equal(null);
  });

  const refused: [string, unknown, number][] = [
    ['an answer that was never given', { answerId: 'zz', useful: true }, 404],
    ['a reason outside the list', { answerId: 'a1', useful: false, reason: '难看' }, 422],
    ['no verdict', { answerId: 'a1' }, 422],
    ['words of one’s own', { answerId: 'a1', useful: false, text: '张三' }, 422],
  ];
  for (const [what, body, status] of refused)
    it(`is refused for ${what}`, async () => {
      expect((await app.post('/api/feedback', body)).status).to.equal(status);
    });
});
