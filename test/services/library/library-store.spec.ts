import { expect } from 'chai';
import { type EnquiryAnswer } from '../../../services/enquiry/enquiry.ts';
import { type Change } from '../../../services/library/change.ts';
import { enquiryStore } from '../../../services/storage/enquiry-store-sql.ts';
import { feedbackStore } from '../../../services/storage/feedback-store-sql.ts';
import { askedStore, libraryStore } from '../../../services/storage/library-store-sql.ts';
import { type Database } from '../../../services/storage/database.ts';
import { type TestOffice, testOffice } from '../support/office.ts';

const AT = '2026-11-24T02:00:00.000Z';

const aChange = (values: Partial<Change> & { readonly id: string }): Change => ({
  ...{ kind: 'question', pieceId: `piece-${values.id}`, title: '问', programme: '低保' },
  ...{ state: '草稿', body: { id: 'x', title: '问' }, source: '', sourceDate: '', reason: '' },
  ...{ editors: ['anna'], approver: null, createdAt: AT, updatedAt: AT },
  ...{ publishedAt: null, seq: null, version: 1 },
  ...values,
});

for (const engine of ['sqlite', 'postgres'] as const) {
  describe(`the library's stores on ${engine}`, function () {
    this.timeout(180_000);
    let office: TestOffice;
    let db: Database;
    before(async function () {
      try {
        office = await testOffice(undefined, engine);
      } catch (thrown) {
        if (engine === 'sqlite' || process.env['CI'] === 'true') throw thrown;
        this.skip();
      }
      db = office.parts.db;
    });
    after(async () => {
      await (office as TestOffice | undefined)?.close();
    });

    it('keeps a change as it was given and changes only the version that was read', async () => {
      const store = libraryStore(db);
      const change = aChange({ id: 'one' });
      await store.insert(change);
      expect(await store.find('one')).to.deep.equal(change);
      const next: Change = { ...change, state: '待审', body: { id: 'x', n: [1] }, version: 2 };
      expect(await store.update(next)).to.equal(true);
      expect(await store.update(next)).to.equal(false);
      expect(await store.find('one')).to.deep.equal(next);
      expect(await store.open('question', 'piece-one')).to.deep.equal(next);
      expect(await store.remove('one', 1)).to.equal(false);
      expect(await store.remove('one', 2)).to.equal(true);
      expect(await store.find('one')).to.equal(null);
    });

    it('lets one of many begin a change of the same piece', async () => {
      const store = libraryStore(db);
      const begun = await Promise.allSettled(
        Array.from({ length: 6 }, (_, n) =>
          store.insert(aChange({ id: `race-${String(n)}`, pieceId: 'race' })),
        ),
      );
      expect(begun.filter(({ status }) => status === 'fulfilled')).to.have.length(1);
    });

    it('tells of each piece the last word that was published', async () => {
      const store = libraryStore(db);
      const publish = (id: string, state: Change['state'], pieceId: string) =>
        db.transaction(async () => {
          const seq = await store.nextSeq();
          await store.insert(aChange({ id, state, pieceId, seq, body: { id: pieceId, by: id } }));
        });
      await publish('p1', '已发布', 'a');
      await publish('p2', '已发布', 'b');
      await publish('p3', '已发布', 'a');
      await publish('p4', '已撤回', 'b');
      expect(await store.seq()).to.equal(4);
      expect(await store.inForce()).to.deep.equal([
        { kind: 'question', id: 'a', body: { id: 'a', by: 'p3' } },
        { kind: 'question', id: 'b', body: null },
      ]);
    });

    it('numbers what is published without a gap or a double, however many publish at once', async () => {
      const store = libraryStore(db);
      const before = await store.seq();
      const numbers = await Promise.all(
        Array.from({ length: 8 }, () => db.transaction(() => store.nextSeq())),
      );
      expect([...numbers].sort((a, b) => a - b)).to.deep.equal(
        Array.from({ length: 8 }, (_, n) => before + n + 1),
      );
    });

    it('keeps what happened to a piece, newest first', async () => {
      const store = libraryStore(db);
      await store.insert(aChange({ id: 'told' }));
      for (const action of ['create', 'submit'] as const)
        await store.addEvent({
          ...{ changeId: 'told', at: AT, by: 'anna', byName: '安娜', action, note: '说明' },
        });
      const events = await store.events('question', 'piece-told', 10);
      expect(events.map(({ action }) => action)).to.deep.equal(['submit', 'create']);
      expect(events[0]).to.deep.include({ byName: '安娜', note: '说明', changeId: 'told' });
    });

    it('finds questions that were declined, unsure or no help, and remembers what became of them', async () => {
      const asked = askedStore(db, office.crypto);
      const enquiries = enquiryStore(db, office.crypto);
      const answered = async (id: string, answer: Partial<EnquiryAnswer>) => {
        await enquiries.insert({
          ...{ id, at: AT, channel: 'web', conversationId: null, question: `问${id}` },
          answer: {
            ...{ id, outcome: 'answered', programme: '低保', aspect: '时限', category: null },
            ...{ text: '', spoken: '', citations: [], asOf: '2026-11-24', district: '芝罘区' },
            ...{ confidence: 0.9, suggestions: [], contacts: [], questionIds: ['e'], ...answer },
          },
        });
      };
      await answered('sure', {});
      await answered('unsure', { confidence: 0.3 });
      await answered('declined', { outcome: 'declined', reason: 'unknown', questionIds: [] });
      await answered('elsewhere', { outcome: 'declined', reason: 'out-of-scope' });
      await answered('bad', {});
      await feedbackStore(db).put({ answerId: 'bad', useful: false, reason: '不准', at: AT });
      const found = await asked.asked('2026-11-01', 0.6, 50);
      expect(
        found.map(({ id, why, question, note }) => [id, why, question, note]).sort(),
      ).to.deep.equal([
        ['bad', 'not-useful', '问bad', '不准'],
        ['declined', 'declined', '问declined', ''],
        ['unsure', 'unsure', '问unsure', ''],
      ]);
      const mark = { itemId: 'bad', state: 'open' as const, by: 'anna', at: AT, changeId: 'c' };
      await asked.mark([mark]);
      await asked.mark([{ ...mark, state: 'set-aside' }]);
      await asked.answeredBy('c', 'boris', AT);
      expect(await asked.marks()).to.deep.equal([{ ...mark, state: 'answered', by: 'boris' }]);
      await asked.forgetChange('c');
      expect(await asked.marks()).to.deep.equal([]);
    });
  });
}
