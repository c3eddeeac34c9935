import { computed, type ComputedRef, inject, provide, shallowRef, type ShallowRef } from 'vue';
import { api } from '../staff/api.ts';
import { tellProblem } from '../staff/elements.ts';
import { session } from '../staff/session.ts';
import type { Choices } from './types.ts';

/** What every part of the page shares: what can be chosen, and whether this person writes or only reviews. */
export interface Room {
  readonly choices: ShallowRef<Choices | null>;
  readonly writes: ComputedRef<boolean>;
  readonly reviews: ComputedRef<boolean>;
  load(): Promise<void>;
}

const KEY = Symbol('knowledge');

/** Called once, by the root of the page. */
export function provideRoom(): Room {
  const choices = shallowRef<Choices | null>(null);
  const load = async (): Promise<void> => {
    choices.value = await api<Choices>('GET', '/api/staff/library/choices');
  };
  const room: Room = {
    choices,
    load,
    writes: computed(() => session.member?.role === 'editor'),
    reviews: computed(() => ['editor', 'supervisor'].includes(session.member?.role ?? '')),
  };
  provide(KEY, room);
  load().catch(tellProblem);
  return room;
}

export function useRoom(): Room {
  const room = inject<Room>(KEY);
  if (!room) throw new Error('the page has no room');
  return room;
}

export const addressOf = (kind: string, id: string): string =>
  `/knowledge/piece/${kind}/${encodeURIComponent(id)}`;
