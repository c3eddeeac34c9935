/** Files that came with a message: to the flow under way, or kept for a later matter. */
import { type ConversationFiles } from '../services/conversation/conversation-files.ts';
import { type ConversationState } from './conversation-state.ts';
import { type ConversationWords } from './conversation-words.ts';
import { type AnyFlow } from './flows/flow.ts';
import { type Reply } from './replies/reply.ts';
import { type Turn } from './turn.ts';

export interface FilesDeps {
  readonly flows: readonly AnyFlow[];
  readonly files: Pick<ConversationFiles, 'keep'>;
  readonly words: ConversationWords;
}

/** What became of the files of a turn. */
interface FilesIn {
  readonly state: ConversationState;
  /** Says that they came. */
  readonly replies: readonly Reply[];
  /** What is waited for, to be said where the files came without words. */
  readonly prompt: readonly Reply[];
}

/** Undefined without a flow; null when the flow's code has changed since. */
export function flowInHand(
  { flows }: Pick<FilesDeps, 'flows'>,
  { flow }: ConversationState,
): AnyFlow | null | undefined {
  if (flow === null) return undefined;
  return flows.find(({ id, version }) => id === flow.id && version === flow.version) ?? null;
}

/** Keeps the files of a turn; null when there are none. Call it inside the turn's transaction. */
export async function filesIn(
  deps: FilesDeps,
  turn: Turn,
  state: ConversationState,
): Promise<FilesIn | null> {
  const { conversationId, attachments } = turn;
  const n = attachments.length;
  if (n === 0) return null;
  const flow = flowInHand(deps, state) ?? null;
  const own = state.flow?.state;
  const step = (await flow?.hearFiles?.(turn, own)) ?? null;
  if (flow !== null && step !== null) {
    const [first, ...prompt] = step.replies;
    const { id, version } = flow;
    const inHand = step.state === null ? null : { id, version, state: step.state };
    return { state: { ...state, flow: inHand }, replies: first ? [first] : [], prompt };
  }
  await deps.files.keep(conversationId, attachments);
  const said = deps.words.say(flow === null ? 'files-first' : 'files-kept', { n });
  return { state, replies: [said], prompt: flow?.prompt(own) ?? [] };
}

/** Tells the page, with the last reply, whether files are welcome now. */
export function withFilesWelcome(
  replies: readonly Reply[],
  flow: AnyFlow | null | undefined,
  state: ConversationState,
): readonly Reply[] {
  const last = replies.at(-1);
  if (!last || flow?.takesFiles?.(state.flow?.state) !== true) return replies;
  return [...replies.slice(0, -1), { ...last, data: { ...last.data, takesFiles: true } }];
}
