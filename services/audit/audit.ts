import { createHmac } from 'node:crypto';
import { type Clock } from '../clock.ts';
import {
  type AuditEntry,
  type AuditHead,
  type AuditRow,
  type ChainProblem,
  ChainWalker,
  contentHash,
  linkHash,
} from './chain.ts';
import { type Checkpoint, signCheckpoint } from './checkpoint.ts';

export interface AuditStore {
  /** The head, locked until the transaction under way ends, so that the chain is total. */
  lockHead(): Promise<AuditHead>;
  head(): Promise<AuditHead>;
  append(row: AuditRow): Promise<void>;
  /** Rows from `after` (exclusive) in order, at most `limit`. */
  rows(after: number, limit: number): Promise<readonly AuditRow[]>;
  /** Rows about one object, in order. */
  rowsOf(objectType: string, objectId: string): Promise<readonly AuditRow[]>;
}

/** A folder that the supervisor owns; what was written there is not read back for proof. */
export interface CheckpointFolder {
  last(): Promise<Checkpoint | null>;
  write(checkpoint: Checkpoint): Promise<void>;
}

export type Verification =
  | { readonly ok: true; readonly rows: number; readonly head: AuditHead }
  | { readonly ok: false; readonly rows: number; readonly problem: ChainProblem };

export interface Audit {
  /** Adds a link inside the transaction under way: the change and its record stand or fall together. */
  append(entry: AuditEntry): Promise<AuditRow>;
  /** Rows after a link, oldest first, at most `limit`: for those who follow what happens. */
  since(seq: number, limit: number): Promise<readonly AuditRow[]>;
  /** How long the chain is now. */
  headSeq(): Promise<number>;
  /** Follows the whole chain, with the keyed check that only this service can make. */
  verify(): Promise<Verification>;
  /** Signs the head into the supervisor's folder; null when nothing was added since the last time. */
  checkpoint(): Promise<Checkpoint | null>;
  /** The log as JSON lines: a header, then one row each. */
  exportLines(): AsyncIterable<string>;
  /** From one object's first row to the head: its rows in full, all others as digests only. */
  proofLines(objectType: string, objectId: string): AsyncIterable<string>;
}

export interface AuditDeps {
  readonly store: AuditStore;
  readonly clock: Clock;
  /** Kept outside the database. */
  readonly macKey: Buffer | string;
  readonly signingKeyPem: string;
  readonly folder: CheckpointFolder;
}

/** Few enough that hashing one page keeps nobody waiting. */
const PAGE = 500;

/** The record of everything: a hash chain in the same database, signed from time to time. */
export function createAudit(deps: AuditDeps): Audit {
  const { store, clock, folder } = deps;
  const mac = (hash: string): string =>
    createHmac('sha256', deps.macKey).update(hash, 'utf8').digest('hex');
  return {
    append: async (entry) => {
      const head = await store.lockHead();
      const said = {
        ...entry,
        detail: JSON.stringify(entry.detail),
        seq: head.seq + 1,
        at: clock.now().toISOString(),
      };
      const hash = linkHash(head.hash, contentHash(said));
      const row: AuditRow = { ...said, prev: head.hash, hash, mac: mac(hash) };
      await store.append(row);
      return row;
    },
    since: (seq, limit) => store.rows(seq, limit),
    headSeq: async () => (await store.head()).seq,
    verify: () => verify(store, mac),
    checkpoint: async () => {
      const head = await store.head();
      const last = await folder.last();
      if (last?.log === head.log && last.seq === head.seq) return null;
      const at = clock.now().toISOString();
      const signed = signCheckpoint(head, at, last?.signature ?? null, deps.signingKeyPem);
      await folder.write(signed);
      return signed;
    },
    exportLines: () => exportLines(store, 0, () => true),
    proofLines: async function* (objectType, objectId) {
      const [first] = await store.rowsOf(objectType, objectId);
      const shown = (row: AuditRow): boolean =>
        row.objectType === objectType && row.objectId === objectId;
      if (first) yield* exportLines(store, first.seq - 1, shown);
    },
  };
}

async function* pages(store: AuditStore, start: number): AsyncIterable<AuditRow> {
  let after = start;
  for (;;) {
    const page = await store.rows(after, PAGE);
    yield* page;
    const last = page.at(-1);
    if (!last || page.length < PAGE) return;
    after = last.seq;
  }
}

async function verify(store: AuditStore, mac: (hash: string) => string): Promise<Verification> {
  const head = await store.head();
  const walker = new ChainWalker(head.log, mac);
  for await (const row of pages(store, 0)) {
    if (row.seq > head.seq) break;
    const problem = walker.next(row);
    if (problem) return { ok: false, rows: walker.at.seq, problem };
  }
  const { seq, hash } = walker.at;
  if (seq === head.seq && hash === head.hash) return { ok: true, rows: seq, head };
  return { ok: false, rows: seq, problem: { seq: seq + 1, fault: 'head' } };
}

async function* exportLines(
  store: AuditStore,
  after: number,
  shown: (row: AuditRow) => boolean,
): AsyncIterable<string> {
  const head = await store.head();
  yield `${JSON.stringify({ format: 'audit/v1', ...head })}\n`;
  for await (const row of pages(store, after)) {
    if (row.seq > head.seq) return;
    const { seq, prev, hash } = row;
    yield `${JSON.stringify(shown(row) ? row : { seq, content: contentHash(row), prev, hash })}\n`;
  }
}
