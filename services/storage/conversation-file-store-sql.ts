import { randomUUID } from 'node:crypto';
import { type ConversationFileStore } from '../conversation/conversation-files.ts';
import { AppError } from '../errors.ts';
import { type FieldCrypto } from '../privacy/field-crypto.ts';
import { type Cell, type Sealer } from '../privacy/sealer.ts';
import { type PaperType } from '../tickets/papers.ts';
import { type Database } from './database.ts';

interface Row {
  id: string;
  conversation_id: string;
  place: number;
  at: string;
  type: PaperType;
  size: number;
  name: string;
  sealed: string;
}

const cell = (id: string, column: 'name' | 'sealed'): Cell => ({
  table: 'conversation_files',
  column,
  row: id,
});

/** Files of chats in SQL: name and content are sealed with the conversation's own key, and go with its row. */
export function conversationFileStore(db: Database, crypto: FieldCrypto): ConversationFileStore {
  const files = () => db.q<Row>('conversation_files');
  const sealerOf = async (id: string): Promise<Sealer | null> => {
    const row = await db
      .q<{ id: string; wrapped_key: string }>('conversations')
      .select('wrapped_key')
      .where({ id })
      .first();
    return row ? crypto.withDataKey(row.wrapped_key, id) : null;
  };
  const inOrder = (id: string) => files().where({ conversation_id: id }).orderBy('place');
  return {
    insert: (conversationId, papers, at) =>
      db.transaction(async () => {
        const sealer = await sealerOf(conversationId);
        if (!sealer) throw new AppError('chat.gone');
        const last = await inOrder(conversationId).select('place');
        let place = last.at(-1)?.place ?? 0;
        for (const { name, type, bytes } of papers) {
          const id = randomUUID();
          place += 1;
          await files().insert({
            ...{ id, conversation_id: conversationId, place, at, type, size: bytes.length },
            name: sealer.seal(name, cell(id, 'name')),
            sealed: sealer.seal(Buffer.from(bytes).toString('base64'), cell(id, 'sealed')),
          });
        }
      }),
    list: (conversationId) =>
      db.run(async () => {
        const rows = await inOrder(conversationId).select('id', 'type', 'size', 'name');
        const sealer = rows.length === 0 ? null : await sealerOf(conversationId);
        if (!sealer) return [];
        return rows.map(({ id, type, size, name }) => ({
          ...{ type, size },
          name: sealer.open(name, cell(id, 'name')),
        }));
      }),
    read: (conversationId) =>
      db.run(async () => {
        const rows = await inOrder(conversationId);
        const sealer = rows.length === 0 ? null : await sealerOf(conversationId);
        if (!sealer) return [];
        return rows.map(({ id, name, sealed }) => ({
          name: sealer.open(name, cell(id, 'name')),
          bytes: Buffer.from(sealer.open(sealed, cell(id, 'sealed')), 'base64'),
        }));
      }),
    drop: (conversationId) =>
      db.run(async () => {
        await files().where({ conversation_id: conversationId }).delete();
      }),
  };
}
