import { beijingTime, type Clock } from '../clock.ts';
import { type UnitOfWork } from '../unit-of-work.ts';
import { type NoticeStore } from './notice-store.ts';
import { type NoticeWords } from './notice-words.ts';
import { type ChatPort, type Notice, type SmsGateway, type ToldVia } from './notice.ts';

export interface OutboxDeps {
  readonly store: NoticeStore;
  readonly unitOfWork: UnitOfWork;
  readonly clock: Clock;
  readonly words: NoticeWords;
  /** The number that a short message names for questions. */
  readonly hotline: string;
  readonly chat: ChatPort | null;
  readonly sms: SmsGateway | null;
  /** 0–1: spreads retries so that a recovered gateway is not flooded. */
  readonly random: () => number;
  /** Called in the transaction in which a notice counts as told. */
  readonly onTold: (notice: Notice, via: ToldVia) => Promise<void>;
  /** Called in the transaction in which a person has to take over. */
  readonly onPerson: (notice: Notice) => Promise<void>;
}

/** Marks a notice as told and lets the rest of the office know. */
export async function told(deps: OutboxDeps, notice: Notice, via: ToldVia): Promise<void> {
  await markTold(deps, notice, via);
  await deps.onTold(notice, via);
}

/** Marks a notice as told without telling anyone of it. */
export async function markTold(
  { store, clock }: OutboxDeps,
  notice: Notice,
  via: ToldVia,
): Promise<void> {
  const toldAt = beijingTime(clock.now());
  await store.update({ ...notice, state: 'told', toldAt, toldVia: via });
}

/** The same notice with the next channel's turn, at once. */
export function nextChannel({ clock }: Pick<OutboxDeps, 'clock'>, notice: Notice): Notice {
  const nextAt = clock.now().toISOString();
  return { ...notice, state: 'waiting', turn: notice.turn + 1, attempts: 0, nextAt };
}
