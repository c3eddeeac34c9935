import { type FeedbackStore, type StoredFeedback } from '../enquiry/feedback.ts';
import { type Database } from './database.ts';

interface Row {
  answer_id: string;
  /** SQLite knows no booleans. */
  useful: boolean | 0 | 1;
  reason: StoredFeedback['reason'];
  at: string;
}

/** Feedback in SQL, one row an answer. */
export function feedbackStore(db: Database): FeedbackStore {
  return {
    put: ({ answerId, useful, reason, at }) =>
      db.transaction(async () => {
        await db
          .q('answer_feedback')
          .insert({ answer_id: answerId, useful, reason, at })
          .onConflict('answer_id')
          .merge();
      }),
    notUseful: (most) =>
      db.run(async () => {
        const rows = await db
          .q<Row>('answer_feedback')
          .where({ useful: false })
          .orderBy('at', 'desc')
          .limit(most);
        return rows.map(({ answer_id: answerId, useful, reason, at }) => ({
          ...{ answerId, reason, at },
          useful: Boolean(useful),
        }));
      }),
  };
}
