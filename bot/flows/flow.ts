/**
 * A flow carries a person through something that takes several turns: a complaint, a self-check, a look-up.
 *
 * A flow is an object made once, when the service is composed; what it needs (tickets, benefits, knowledge, words)
 * comes by parameter of its maker: `complaintFlow({ tickets, knowledge, words }): Flow<ComplaintState>`. It keeps
 * nothing between turns: all it remembers is `State`, plain JSON that is sealed and stored with the turn.
 *
 * Everything that a turn writes is one transaction: `start` and `hear` run inside it, so a ticket filed there exists
 * if and only if the reply that names it does. The transaction holds the only connection of a small database: never
 * wait for a network inside it. What has to be sent goes into the outbox (`notices`) or into `after`.
 *
 * Heard before any flow, and never a flow's own business: danger words (help numbers first, then the flow hears the
 * sentence as well), 取消, 重来, 人工, 帮助. 返回 is passed on as `back`. A policy question in the middle is answered and the
 * flow's `prompt` is said again.
 */
import { type AskContext } from '../../knowledge/index.ts';
import { type EnquiryAnswer } from '../../services/enquiry/enquiry.ts';
import { type Reply } from '../replies/reply.ts';
import { type Turn } from '../turn.ts';

/** What a person can say at any moment, whatever is under way (`words/conversation.yaml`, `commands`). */
export const COMMANDS = ['cancel', 'back', 'restart', 'person', 'help'] as const;
export type Command = (typeof COMMANDS)[number];

/** Why a flow might begin. */
export interface Opening {
  /** What the policy room said to the sentence: `collect`, `screen`, `verify` and `handoff` invite a flow. */
  readonly answer: EnquiryAnswer;
  /** What the conversation is about so far, this sentence included: programme, district, date. */
  readonly context: AskContext;
  /** Set when the sentence was nothing but a command; only `person` opens flows. */
  readonly command: Command | null;
}

/** What a turn of a flow comes to. */
export interface FlowStep<State> {
  readonly replies: readonly Reply[];
  /** What to remember; null when the flow is over. */
  readonly state: State | null;
  /** Runs once, after the turn is durable: short messages, wake-up calls. Its failure is logged and tells nobody. */
  readonly after?: () => Promise<void>;
}

export interface Flow<State> {
  /** Stable: stands beside the state in the database. */
  readonly id: string;
  /** Raised when the shape of State changes: states of an older version end with a kind word instead of a fault. */
  readonly version: number;
  /**
   * Does this sentence begin the flow? Asked only while no flow is under way, in the order of the registry; the first
   * that says yes is started. Must be quick and change nothing.
   */
  opens(turn: Turn, opening: Opening): boolean;
  /**
   * The first turn. The reply with `opening.answer` is said before these replies by the conversation itself, unless
   * `speaksForAnswer` is set.
   */
  start(turn: Turn, opening: Opening): Promise<FlowStep<State>>;
  /**
   * Any later turn. Null: "that is no answer to what I asked": the conversation then answers it as a question if it can, and
   * says `prompt` again.
   */
  hear(turn: Turn, state: State): Promise<FlowStep<State> | null>;
  /**
   * A sentence that `hear` could not use and that is no question either: kept where whatever is told belongs to the
   * matter. Absent or null: it was not understood, and the person hears so.
   */
  hearRest?(turn: Turn, state: State): Promise<FlowStep<State> | null>;
  /**
   * What the flow waits for, said again after an interruption. Empty when it only offered something: then it ends
   * silently as soon as the person goes on to something else.
   */
  prompt(state: State): readonly Reply[];
  /**
   * Files came (`turn.attachments`), with or without words; the words are heard afterwards. Keep the files, or hand them
   * to where they belong: the first reply says so, the others say what is waited for. Absent or null: the conversation
   * keeps them for a later matter.
   */
  hearFiles?(turn: Turn, state: State): Promise<FlowStep<State> | null>;
  /** True while files are welcome: pages then show their button. */
  takesFiles?(state: State): boolean;
  /** One step back. Absent or null: there is nothing before this step. */
  back?(turn: Turn, state: State): Promise<FlowStep<State> | null>;
  /** Words about the present step for 帮助, said before `prompt`. */
  help?(state: State): readonly Reply[];
  /**
   * True while any text is a good answer (a story, a wish): a sentence is then taken for a policy question only when it
   * is short and plainly one.
   */
  takesFreeText?(state: State): boolean;
  /**
   * Asked when the person cancels: a step that asks once more before what was told is thrown away. Absent or null: the
   * flow ends at once.
   */
  leaving?(turn: Turn, state: State): Promise<FlowStep<State> | null>;
  /** Called when the person cancels, starts over or leaves: undo what must not stay. */
  left?(turn: Turn, state: State): Promise<void>;
  /** The flow's first reply already holds the answer that opened it. */
  readonly speaksForAnswer?: boolean;
}

/** Any flow, as the registry keeps them: each only ever meets states that it made itself. */
export type AnyFlow = Flow<unknown>;
