import { type Piece, type PieceKind } from '../../knowledge/index.ts';
import { type Change, type ChangeEvent, type ChangeState } from './change.ts';

export interface ChangeFilter {
  readonly state?: ChangeState | undefined;
  readonly kind?: PieceKind | undefined;
  readonly pieceId?: string | undefined;
}

/** Changes to the knowledge and what happened to them. */
export interface LibraryStore {
  insert(change: Change): Promise<void>;
  find(id: string): Promise<Change | null>;
  /** False when the version before is not the stored one: somebody else was first. */
  update(change: Change): Promise<boolean>;
  /** Removes a draft; false when the version is not the stored one. */
  remove(id: string, version: number): Promise<boolean>;
  /** The draft or submitted change of a piece, if somebody is at it. */
  open(kind: PieceKind, pieceId: string): Promise<Change | null>;
  /** Newest first. */
  list(filter: ChangeFilter, limit: number): Promise<readonly Change[]>;
  addEvent(event: ChangeEvent): Promise<void>;
  /** Of all changes of a piece, newest first. */
  events(kind: PieceKind, pieceId: string, limit: number): Promise<readonly ChangeEvent[]>;
  /** How much was ever published or withdrawn: differs as soon as something else is in force. */
  seq(): Promise<number>;
  /** The next number; whoever asks in another transaction waits, so that publishing is one after the other. */
  nextSeq(): Promise<number>;
  /** What is published or withdrawn now: of each piece the last word. */
  inForce(): Promise<readonly Piece[]>;
}

/** Questions without a good answer, and what became of them. */
export type AskedState = 'open' | 'answered' | 'set-aside';

export interface AskedMark {
  readonly itemId: string;
  readonly state: AskedState;
  readonly by: string;
  readonly at: string;
  /** The draft that was begun from it. */
  readonly changeId: string | null;
}

/** One question that was not answered well. Personal numbers are masked. */
export interface Asked {
  /** Of the enquiry or of the mark. */
  readonly id: string;
  readonly at: string;
  readonly question: string;
  readonly district: string | null;
  /** 没答上, 没把握, 居民说不对, 坐席说不对. */
  readonly why: 'declined' | 'unsure' | 'not-useful' | 'marked';
  readonly note: string;
  /** Entries that answered. */
  readonly entries: readonly string[];
  readonly programme: string | null;
}

export interface AskedStore {
  /** Declined and unsure enquiries and those that did not help since a time, newest first. */
  asked(since: string, unsureBelow: number, limit: number): Promise<readonly Asked[]>;
  marks(): Promise<readonly AskedMark[]>;
  mark(marks: readonly AskedMark[]): Promise<void>;
  /** What was begun from these is answered now. */
  answeredBy(changeId: string, by: string, at: string): Promise<void>;
  /** A draft is gone: what it was begun from waits again. */
  forgetChange(changeId: string): Promise<void>;
}
