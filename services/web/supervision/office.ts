import { inject, provide, ref, type Ref, shallowRef, watch } from 'vue';
import { api } from '../staff/api.ts';
import { tellProblem } from '../staff/elements.ts';
import { type Live, useLive } from '../staff/live.ts';
import type { Colleague, TicketChange } from './types.ts';
import words from './words.json';

/** What every part of the office pages shares: who works here, and what has just changed. */
export interface OfficeState {
  readonly colleagues: Ref<readonly Colleague[]>;
  /** The newest changes; a new list each time something happened. Empty: everything may have changed. */
  readonly news: Ref<readonly TicketChange[]>;
  readonly live: Live;
  /** The name behind an id of a timeline. */
  nameOf(id: string | null): string;
}

const KEY = Symbol('office');

/** Called once, by the root of a page. */
export function provideOffice(): OfficeState {
  const colleagues = ref<readonly Colleague[]>([]);
  const news = shallowRef<readonly TicketChange[]>([]);
  const live = useLive<TicketChange>('/api/staff/stream', (changes) => {
    news.value = [...changes];
  });
  api<{ colleagues: Colleague[] }>('GET', '/api/staff/colleagues')
    .then((answer) => {
      colleagues.value = answer.colleagues;
    })
    .catch(tellProblem);
  const state: OfficeState = {
    colleagues,
    news,
    live,
    nameOf: (id) => {
      if (id === null) return '';
      if (id === 'system') return words.ticket.system;
      if (id === 'resident') return words.ticket.resident;
      return colleagues.value.find((one) => one.id === id)?.name ?? words.ticket.unknown;
    },
  };
  provide(KEY, state);
  return state;
}

export function useOffice(): OfficeState {
  const state = inject<OfficeState>(KEY);
  if (!state) throw new Error('the page has no office');
  return state;
}

/** Does something whenever a ticket changed that matters here. */
export function onNews(
  office: OfficeState,
  matters: (change: TicketChange) => boolean,
  then: () => Promise<void>,
): void {
  watch(office.news, (changes) => {
    if (changes.length === 0 || changes.some(matters)) then().catch(tellProblem);
  });
}

/** Units that something can be given to: those of the people who work here. */
export function unitsOf(colleagues: readonly Colleague[]): string[] {
  const units = colleagues
    .filter(({ role, disabled, unit }) => role === 'handler' && !disabled && unit !== null)
    .map(({ unit }) => unit ?? '');
  return [...new Set(units)].sort((one, other) => one.localeCompare(other, 'zh-CN'));
}
