import { type StaffMember } from '../staff/role.ts';

/** What a person may ask of us about their own data (个人信息保护法 第四十四至四十七条). */
export const REQUEST_KINDS = ['copy', 'erase'] as const;
export type RequestKind = (typeof REQUEST_KINDS)[number];

/** How the office made sure that it speaks with the person. */
export const IDENTITY_CHECKS = ['query-code', 'in-person', 'call-back'] as const;
export type IdentityCheck = (typeof IDENTITY_CHECKS)[number];

/** Everything that belongs to one request: rows by their numbers, and the keys that seal them. */
export interface SubjectScope {
  readonly tickets: readonly {
    readonly number: string;
    readonly state: string;
    readonly personId: string;
    readonly conversationId: string | null;
  }[];
  readonly calls: readonly {
    readonly id: string;
    readonly state: string;
    readonly personId: string;
  }[];
  readonly benefits: readonly {
    readonly id: string;
    readonly state: string;
    readonly personId: string;
  }[];
}

/** One ticket, or everything that came from one phone. */
export type Subject =
  { readonly number: string; readonly phoneIndex: null } | { readonly phoneIndex: string };

/** What was done when a person was erased. Everything in it can be counted again at any time (`proof`). */
export interface Erased {
  readonly at: string;
  readonly persons: readonly string[];
  readonly tickets: readonly string[];
  readonly calls: readonly string[];
  readonly benefits: readonly string[];
  readonly conversations: readonly string[];
}

export interface SubjectRequest {
  readonly id: string;
  readonly kind: RequestKind;
  /** The ticket that it is about; null for a phone. */
  readonly number: string | null;
  readonly phoneIndex: string | null;
  readonly state: 'open' | 'approved' | 'refused' | 'done';
  readonly askedBy: string;
  readonly askedAt: string;
  readonly decidedBy: string | null;
  readonly decidedAt: string | null;
  /** Sealed: why, how the identity was checked, the phone as lists may show it. */
  readonly personal: {
    readonly reason: string;
    readonly identity: IdentityCheck;
    readonly shownPhone: string | null;
  };
  readonly erased: Erased | null;
  readonly version: number;
}

export interface SubjectStore {
  scope(subject: Subject): Promise<SubjectScope>;
  /** Destroys keys, takes away look-ups and removes conversations; in the transaction under way. */
  erase(scope: SubjectScope, at: string): Promise<void>;
  insert(request: SubjectRequest): Promise<void>;
  find(id: string): Promise<SubjectRequest | null>;
  /** False when the version before is not the stored one: somebody else was first. */
  update(request: SubjectRequest): Promise<boolean>;
  /** Undecided ones first, then the newest. */
  list(limit: number): Promise<readonly SubjectRequest[]>;
  /** How many keys are left and how many sealed cells there are of these persons. */
  remains(
    persons: readonly string[],
  ): Promise<{ readonly keys: number; readonly cells: readonly string[] }>;
  /** Conversations of these that still exist. */
  conversationsLeft(ids: readonly string[]): Promise<number>;
}

/** A request as the office reads it. */
export interface SubjectRequestView extends Omit<
  SubjectRequest,
  'personal' | 'phoneIndex' | 'erased'
> {
  readonly reason: string;
  readonly identity: IdentityCheck;
  /** 138****0001, where it is about a phone. */
  readonly phone: string | null;
  /** How much belongs to it now. */
  readonly found: { readonly tickets: number; readonly calls: number; readonly benefits: number };
  /** Whether this member of staff may decide: never whoever asked. */
  readonly mayDecide: boolean;
}

/** What is left of a person who was erased, counted now. */
export interface ErasureProof {
  readonly at: string;
  readonly persons: number;
  readonly keysLeft: number;
  /** Sealed cells of these persons in the database, and how many of them any key of ours opens. */
  readonly cells: number;
  readonly opened: number;
  readonly conversationsLeft: number;
  readonly chain: { readonly ok: boolean; readonly rows: number };
}

export interface NewSubjectRequest {
  readonly kind: RequestKind;
  readonly number?: string | undefined;
  readonly phone?: string | undefined;
  readonly identity: IdentityCheck;
  readonly reason: string;
}

/** Requests about a person's own data: one asks, another decides. Every step is on the record. */
export interface SubjectRequests {
  /** Throws `not-found` when nothing belongs to it, `request.invalid` while the office still needs what shall be erased. */
  ask(staff: StaffMember, request: NewSubjectRequest): Promise<SubjectRequestView>;
  list(staff: StaffMember): Promise<readonly SubjectRequestView[]>;
  /**
   * Erases at once when an erasure is approved. Throws `access.denied` for whoever asked, `version.conflict` when it was decided
   * already, `request.invalid` as `ask`.
   */
  decide(
    staff: StaffMember,
    id: string,
    decision: { readonly approve: boolean; readonly version: number },
  ): Promise<SubjectRequestView>;
  /** The approved copy (zip) for the person; each hand-out is on the record first. Throws `access.denied` unless approved. */
  copy(staff: StaffMember, id: string): Promise<Uint8Array>;
  /** Throws `not-found` for anything but a finished erasure. */
  proof(staff: StaffMember, id: string): Promise<ErasureProof>;
}
