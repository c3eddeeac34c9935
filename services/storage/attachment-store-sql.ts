import { type PersonKeys } from '../privacy/person-keys.ts';
import { type Cell } from '../privacy/sealer.ts';
import { AppError } from '../errors.ts';
import { type Attachment, type AttachmentStore } from '../tickets/papers.ts';
import { type Database } from './database.ts';

type Row = Omit<Attachment, 'name'> & { number: string; name: string; sealed: string };

const cell = (id: string, column: 'name' | 'sealed'): Cell => ({
  table: 'ticket_attachments',
  column,
  row: id,
});

/** Papers of tickets in SQL: name and content are sealed with the person's own key. */
export function attachmentStore(db: Database, persons: PersonKeys): AttachmentStore {
  return {
    insert: ({ number, personId }, attachment, bytes) =>
      db.transaction(async () => {
        const sealer = await persons.sealerFor(personId);
        if (!sealer) throw new AppError('conflict', 'the person was erased');
        const { id, name } = attachment;
        const content = Buffer.from(bytes).toString('base64');
        await db.q('ticket_attachments').insert({
          ...attachment,
          number,
          name: sealer.seal(name, cell(id, 'name')),
          sealed: sealer.seal(content, cell(id, 'sealed')),
        });
      }),
    of: ({ number, personId }) =>
      db.run(async () => {
        const sealer = await persons.sealerFor(personId);
        if (!sealer) return [];
        const rows = await db
          .q<Row>('ticket_attachments')
          .select('id', 'at', 'by', 'name', 'type', 'size', 'digest')
          .where({ number })
          .orderBy([{ column: 'at' }, { column: 'id' }]);
        return rows.map((row) => ({ ...row, name: sealer.open(row.name, cell(row.id, 'name')) }));
      }),
    bytes: ({ number, personId }, id) =>
      db.run(async () => {
        const sealer = await persons.sealerFor(personId);
        const row = await db.q<Row>('ticket_attachments').where({ number, id }).first();
        if (!sealer || !row) return null;
        return Buffer.from(sealer.open(row.sealed, cell(id, 'sealed')), 'base64');
      }),
  };
}
