import { hash } from 'node:crypto';

/** What happened, without any personal data in clear. */
export interface AuditEntry {
  readonly actor: string;
  readonly role: string;
  readonly action: string;
  readonly objectType: string;
  readonly objectId: string;
  readonly outcome: 'done' | 'refused';
  readonly requestId: string | null;
  /** Field names, states, commitments. Never names, phone numbers, free text. */
  readonly detail: Readonly<Record<string, string | number | boolean | null>>;
}

/** One link of the chain as stored: `detail` is the JSON text that was hashed. */
export interface AuditRow extends Omit<AuditEntry, 'detail'> {
  readonly seq: number;
  readonly at: string;
  readonly detail: string;
  readonly prev: string;
  readonly hash: string;
  readonly mac: string;
}

export interface AuditHead {
  /** Random name of this log: a log put in its place has another. */
  readonly log: string;
  readonly seq: number;
  readonly hash: string;
}

const sha256 = (text: string): string => hash('sha256', text, 'hex');

/** The value before the first row. */
export function genesis(log: string): string {
  return sha256(`audit/v1\n${log}`);
}

/** Digest of what one row says; an array in fixed order, so that no key order matters. */
export function contentHash(row: Omit<AuditRow, 'prev' | 'hash' | 'mac'>): string {
  return sha256(
    JSON.stringify([
      row.seq,
      row.at,
      row.actor,
      row.role,
      row.action,
      row.objectType,
      row.objectId,
      row.outcome,
      row.requestId,
      row.detail,
    ]),
  );
}

/** A link can be followed from the digests alone: one ticket is proved without showing the others. */
export function linkHash(prev: string, content: string): string {
  return sha256(`audit/v1\n${prev}\n${content}`);
}

export type ChainFault = 'gap' | 'link' | 'content' | 'mac' | 'head';

export interface ChainProblem {
  readonly seq: number;
  readonly fault: ChainFault;
}

/** Walks rows in order from a known head; the first problem ends the walk. */
export class ChainWalker {
  #seq = 0;
  #hash: string;
  readonly #mac: ((hash: string) => string) | null;

  constructor(log: string, mac: ((hash: string) => string) | null = null) {
    this.#hash = genesis(log);
    this.#mac = mac;
  }

  /** The last good link. */
  get at(): { readonly seq: number; readonly hash: string } {
    return { seq: this.#seq, hash: this.#hash };
  }

  next(row: AuditRow): ChainProblem | null {
    const fault = this.#faultOf(row);
    if (fault) return { seq: this.#seq + 1, fault };
    this.#seq = row.seq;
    this.#hash = row.hash;
    return null;
  }

  #faultOf(row: AuditRow): ChainFault | null {
    if (row.seq !== this.#seq + 1) return 'gap';
    if (row.prev !== this.#hash) return 'link';
    if (row.hash !== linkHash(row.prev, contentHash(row))) return 'content';
    return this.#mac && this.#mac(row.hash) !== row.mac ? 'mac' : null;
  }
}
