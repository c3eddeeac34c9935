import { computed, reactive } from 'vue';
import type { Answer } from '../../../knowledge/model.ts';
import type { Suggestion } from '../../desk/assist.ts';
import type { HandOverView } from '../../desk/hand-over/hand-over.ts';
import { api } from '../staff/api.ts';
import { session } from '../staff/session.ts';

export interface ChatSuggestion extends Pick<Suggestion, 'candidates'> {
  readonly answer: Answer;
  readonly asked: string;
}

/** Residents of the web chat who want a person, and those who want to be rung. */
export const chats = reactive({
  all: [] as readonly HandOverView[],
  currentId: null as string | null,
  /** Counts messages of residents: whoever shows a chat looks again. */
  heard: 0,
  /** The likely answer to what the resident wrote last. */
  suggestion: null as ChatSuggestion | null,
});

export const waiting = computed(() => chats.all.filter(({ state }) => state !== 'call-back'));
export const callBacks = computed(() => chats.all.filter(({ state }) => state === 'call-back'));
export const isMine = ({ takenBy }: HandOverView): boolean => takenBy === session.member?.id;

const path = (id: string, what: string): string =>
  `/api/staff/desk/hand-overs/${encodeURIComponent(id)}/${what}`;

export async function reloadChats(): Promise<void> {
  const found = await api<{ handOvers: HandOverView[] }>('GET', '/api/staff/desk/hand-overs');
  chats.all = found.handOvers;
  if (!waiting.value.some((one) => isMine(one) && one.id === chats.currentId))
    Object.assign(chats, { currentId: null, suggestion: null });
}

/** Takes a chat or a call-back; a colleague may have been faster. */
export async function takeOver(one: HandOverView): Promise<void> {
  await api('POST', path(one.id, 'take'), {});
  if (one.state === 'waiting') chats.currentId = one.id;
  await reloadChats();
}

export async function giveBack(id: string, note: string): Promise<void> {
  await api('POST', path(id, 'return'), { note });
  await reloadChats();
}
