import { type StaffMember } from '../../staff/role.ts';
import { type TranscriptLine } from '../../conversation/conversations.ts';

/**
 * `waiting` in the queue; `taken` by a person of the desk; `call-back`: nobody was there, somebody will ring;
 * `ended`: over, whoever ended it.
 */
export const HAND_OVER_STATES = ['waiting', 'taken', 'call-back', 'ended'] as const;
export type HandOverState = (typeof HAND_OVER_STATES)[number];

/** A chat that asked for a person. */
export interface HandOver {
  readonly id: string;
  readonly conversationId: string;
  readonly state: HandOverState;
  readonly district: string | null;
  /** ISO 8601, UTC. */
  readonly askedAt: string;
  /** Staff id. */
  readonly takenBy: string | null;
  readonly takenAt: string | null;
  readonly endedAt: string | null;
  /** The person was told that it takes long, and may leave a phone. */
  readonly warned: boolean;
  /** Raised by one with every change: who writes an old one loses. */
  readonly version: number;
  /** Sealed where it is stored. */
  readonly personal: HandOverPersonal;
}

export interface HandOverPersonal {
  /** What the person said when asking, numbers of persons masked. */
  readonly reason: string;
  readonly phone: string | null;
  /** What the desk noted at the end. */
  readonly note: string;
}

export interface HandOverStore {
  insert(handOver: HandOver): Promise<void>;
  find(id: string): Promise<HandOver | null>;
  /** The one of a conversation that is not over. */
  open(conversationId: string): Promise<HandOver | null>;
  /** False when someone else was first. */
  update(handOver: HandOver): Promise<boolean>;
  /** How many wait that asked before. */
  waitingBefore(askedAt: string): Promise<number>;
  /** Those that are over and had a phone to ring, of the newest so many that are over. */
  ended(limit: number): Promise<readonly HandOver[]>;
  /** The longest waiting first. */
  list(states: readonly HandOverState[], limit: number): Promise<readonly HandOver[]>;
}

/** Where a person stands. */
export interface Standing {
  readonly id: string;
  readonly state: HandOverState;
  /** 1 for who is next; null when not waiting. */
  readonly place: number | null;
}

/** As the desk sees it; the phone in full, because it is there to be rung. */
export interface HandOverView extends Omit<HandOver, 'personal' | 'warned'>, HandOverPersonal {
  readonly place: number | null;
}

export interface HandOverNews {
  readonly kind: 'hand-over' | 'message' | 'call-back';
  readonly id: string;
  readonly conversationId: string;
  /** Who has it; null while nobody has. */
  readonly operator: string | null;
}

/** Chats that asked for a person: the resident's side, the desk's side, and what time does. */
export interface HandOvers {
  /** Puts a chat into the queue; a chat that waits already keeps its place. */
  ask(
    conversationId: string,
    about: { readonly reason: string; readonly district: string | null },
  ): Promise<Standing>;
  standing(id: string): Promise<Standing | null>;
  /** Whether anybody is at the desk now. */
  somebodyThere(): Promise<boolean>;
  /** The person will be rung. */
  callBack(id: string, phone: string): Promise<void>;
  /** The person does not want to wait any more, or has what they need. Nothing happens when it is over already. */
  end(id: string): Promise<void>;
  /** Tells the desk that the person wrote. Call it when the message is durable. */
  wrote(id: string): Promise<void>;

  /** Waiting ones, those of this person, and call-backs. */
  list(staff: StaffMember): Promise<readonly HandOverView[]>;
  /** Throws `not-found`, and `conflict` when a colleague was faster. */
  take(staff: StaffMember, id: string): Promise<HandOverView>;
  /** The last lines of the chat. Throws `access.denied` for who has not taken it. */
  transcript(staff: StaffMember, id: string): Promise<readonly TranscriptLine[]>;
  /** Writes into the chat. Throws `access.denied` for who has not taken it, `conflict` when it is over. */
  post(staff: StaffMember, id: string, text: string): Promise<void>;
  /** Gives the person back to the assistant, or closes a call-back, with a note for the record. */
  return(staff: StaffMember, id: string, note: string): Promise<void>;

  /** Tells those who wait too long that they may leave a phone; gives how many. */
  remind(): Promise<number>;
  subscribe(listener: (news: HandOverNews) => void): () => void;
}
