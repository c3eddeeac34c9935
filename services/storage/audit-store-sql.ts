import { type AuditStore } from '../audit/audit.ts';
import { type AuditHead, type AuditRow } from '../audit/chain.ts';
import { AppError } from '../errors.ts';
import { type Database } from './database.ts';

interface Row {
  seq: number;
  at: string;
  actor: string;
  role: string;
  action: string;
  object_type: string;
  object_id: string;
  outcome: AuditRow['outcome'];
  request_id: string | null;
  detail: string;
  prev: string;
  hash: string;
  mac: string;
}

/** The hash chain in the same database as the changes that it records. */
export function auditStore(db: Database): AuditStore {
  const head = async (lock: boolean): Promise<AuditHead> => {
    const query = db.q<AuditHead & { id: number }>('audit_head').where({ id: 1 });
    const row = await (lock ? query.forUpdate() : query).first();
    if (!row) throw new AppError('storage.failed', 'the audit log has no head');
    return { log: row.log, seq: row.seq, hash: row.hash };
  };
  return {
    lockHead: () => db.run(() => head(true)),
    head: () => db.run(() => head(false)),
    append: (row) =>
      db.transaction(async () => {
        await db.q('audit_events').insert(toRow(row));
        const moved = await db
          .q('audit_head')
          .where({ id: 1, seq: row.seq - 1, hash: row.prev })
          .update({ seq: row.seq, hash: row.hash });
        if (moved !== 1) throw new AppError('conflict', 'the audit head has moved');
      }),
    rows: (after, limit) =>
      db.apart(async () =>
        (await db.q<Row>('audit_events').where('seq', '>', after).orderBy('seq').limit(limit)).map(
          fromRow,
        ),
      ),
    rowsOf: (objectType, objectId) =>
      db.run(async () =>
        (
          await db
            .q<Row>('audit_events')
            .where({ object_type: objectType, object_id: objectId })
            .orderBy('seq')
        ).map(fromRow),
      ),
  };
}

function toRow({ objectType, objectId, requestId, ...rest }: AuditRow): Row {
  return { ...rest, object_type: objectType, object_id: objectId, request_id: requestId };
}

// Column by column: the order of the fields of an exported line is part of what people read and compare.
function fromRow(row: Row): AuditRow {
  return {
    seq: row.seq,
    at: row.at,
    actor: row.actor,
    role: row.role,
    action: row.action,
    objectType: row.object_type,
    objectId: row.object_id,
    outcome: row.outcome,
    requestId: row.request_id,
    detail: row.detail,
    prev: row.prev,
    hash: row.hash,
    mac: row.mac,
  };
}
