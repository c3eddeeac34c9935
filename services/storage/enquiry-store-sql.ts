import { type Enquiry, type EnquiryAnswer, type EnquiryStore } from '../enquiry/enquiry.ts';
import { type Sealer } from '../privacy/sealer.ts';
import { type Database } from './database.ts';
import { groupCommit } from './group-commit.ts';

interface Row {
  id: string;
  at: string;
  channel: Enquiry['channel'];
  conversation_id: string | null;
  question: string;
  answer: string;
}

const cell = (row: string) => ({ table: 'enquiries', column: 'question', row });

/** Questions and answers in SQL. What a person typed is sealed with the office's key; the answer is public knowledge. */
export function enquiryStore(db: Database, sealer: Sealer): EnquiryStore {
  const commits = groupCommit<Enquiry, undefined>(
    db,
    async (enquiries) => {
      await insertEnquiries(db, sealer, enquiries);
      return enquiries.map(() => undefined);
    },
    { most: 100, queue: 2000 },
  );
  return {
    insert: (enquiry) => commits.add(enquiry),
    find: (id) =>
      db.run(async () => {
        const row = await db.q<Row>('enquiries').where({ id }).first();
        return row ? enquiryFrom(row, sealer) : null;
      }),
    inChats: (conversationIds, limit) =>
      db.run(async () => {
        if (conversationIds.length === 0) return [];
        const rows = await db
          .q<Row>('enquiries')
          .whereIn('conversation_id', conversationIds)
          .orderBy('at', 'desc')
          .limit(limit);
        return rows.map((row) => enquiryFrom(row, sealer));
      }),
  };
}

/** Writes records in the transaction under way. */
export async function insertEnquiries(
  db: Database,
  sealer: Sealer,
  enquiries: readonly Enquiry[],
): Promise<void> {
  if (enquiries.length > 0)
    await db.q('enquiries').insert(enquiries.map((enquiry) => rowOf(enquiry, sealer)));
}

function rowOf({ id, at, channel, conversationId, question, answer }: Enquiry, sealer: Sealer) {
  const { outcome, programme, aspect, district, confidence } = answer;
  return {
    ...{ id, at, channel, outcome, programme, aspect, district, confidence },
    conversation_id: conversationId,
    question: sealer.seal(question, cell(id)),
    answer: JSON.stringify(answer),
  };
}

function enquiryFrom(row: Row, sealer: Sealer): Enquiry {
  const { id, at, channel, conversation_id: conversationId } = row;
  return {
    ...{ id, at, channel, conversationId },
    question: sealer.open(row.question, cell(id)),
    answer: JSON.parse(row.answer) as EnquiryAnswer,
  };
}
