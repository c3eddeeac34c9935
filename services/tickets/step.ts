import { type Topic } from '../notices/notice.ts';
import { type Command, type OwnCommand } from './command.ts';
import { type ReviewDays } from './parts.ts';
import { type Actor, type Part, type Ticket, type TicketState } from './ticket.ts';

/** What a step may know besides the ticket: days, never the machine's clock. */
export interface Context {
  /** ISO instant. */
  readonly now: string;
  /** Beijing calendar day. */
  readonly today: string;
  readonly reviewDays: ReviewDays;
  /** Last day on which a transfer of today may be returned. */
  readonly returnBy: string;
  /** Last day to which this ticket may be extended. */
  readonly extensionLimit: string;
  /** How long the pause under way has lasted, in the unit of the rule. */
  readonly pauseLength: number;
  /** The ticket named in a merge, as far as it can be merged into. */
  readonly other: Ticket | null;
}

/** A sentence for the timeline, by its key in `words/tickets.yaml`. */
export interface Said {
  readonly key: string;
  readonly values?: Readonly<Record<string, string>>;
}

/** A notice that the change causes. */
export interface NoticeIntent {
  readonly topic: Topic;
  readonly values?: Readonly<Record<string, string>>;
  /** Only a receipt counts as told. */
  readonly needsReceipt?: boolean;
}

/** The outcome of one step: what is missing, or where it leads. */
export interface Step {
  readonly missing: readonly Part[];
  readonly to: TicketState;
  readonly patch: Partial<Ticket>;
  /** For the resident; absent when the step is internal. */
  readonly told?: Said;
  /** For staff only. */
  readonly internal?: string | undefined;
  readonly notice?: NoticeIntent;
  /** The clock has to be read again (start, pause or extension changed). */
  readonly recount?: boolean;
}

type AnyCommand = Command | OwnCommand;

export type StepOf<A extends AnyCommand['action']> = (
  ticket: Ticket,
  command: Extract<AnyCommand, { action: A }>,
  actor: Actor,
  context: Context,
) => Step;

/** A step that cannot be taken. */
export function lacking(ticket: Ticket, ...missing: readonly Part[]): Step {
  return { missing, to: ticket.state, patch: {} };
}

/** The parts whose condition does not hold. */
export function unless(conditions: Partial<Record<Part, boolean>>): Part[] {
  return (Object.keys(conditions) as Part[]).filter((part) => conditions[part] !== true);
}
