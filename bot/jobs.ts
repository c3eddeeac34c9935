import { type Clock } from '../services/clock.ts';
import { type Config } from '../services/config/config.ts';
import { type HandOvers } from '../services/desk/hand-over/hand-over.ts';
import { type LivePolicy } from '../services/library/live-policy.ts';
import { type RateCounts } from '../services/rate-counts.ts';
import { type Repeated } from '../services/repeat.ts';
import { type Office } from './compose-office.ts';
import { type ConversationHost } from './conversation-host.ts';

export interface JobParts {
  readonly office: Office;
  readonly host: ConversationHost;
  readonly handOvers: Pick<HandOvers, 'remind'>;
  readonly live: Pick<LivePolicy, 'refresh'>;
  readonly clock: Clock;
  readonly config: Pick<Config, 'conversationDays'>;
  /** Null where there is one instance only. */
  readonly counts: RateCounts | null;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** What the service does by itself, and how often. */
export function jobsOf({
  office,
  host,
  handOvers,
  live,
  clock,
  config,
  counts,
}: JobParts): readonly Repeated[] {
  const { outbox, rounds, staff, audit, switches, retention, crypto, clockWatch } = office;
  // What is removed for good is removed by a clock that is believed only.
  const old = (job: () => Promise<unknown>) => async (): Promise<void> => {
    if (await clockWatch.believes()) await job();
  };
  return [
    { name: 'outbox', everyMs: 10 * SECOND, job: (ending) => outbox.deliverAll(ending) },
    { once: true, name: 'waiting-chats', everyMs: MINUTE, job: () => handOvers.remind() },
    { name: 'clock', everyMs: 10 * SECOND, job: () => clockWatch.believes() },
    // Another instance may have turned automatic answers off.
    { name: 'switches', everyMs: 10 * SECOND, job: () => switches.assistantOn() },
    // Another instance may have published, and the wake-up for it may have been missed.
    { name: 'library', everyMs: 5 * SECOND, job: () => live.refresh() },
    // The keys may have been rotated.
    { name: 'keys', everyMs: 10 * SECOND, job: () => Promise.resolve(crypto.refresh()) },
    { once: true, name: 'reminders', everyMs: 10 * MINUTE, job: () => rounds.remind() },
    { once: true, name: 'checkpoint', everyMs: HOUR, job: () => audit.checkpoint() },
    { once: true, name: 'tidy-answers', everyMs: HOUR, job: old(() => rounds.tidy()) },
    { once: true, name: 'tidy-sessions', everyMs: HOUR, job: () => staff.tidy() },
    { once: true, name: 'retention', everyMs: HOUR, job: old(() => retention.run()) },
    {
      once: true,
      name: 'tidy-counts',
      everyMs: HOUR,
      job: async () => counts?.tidy(clock.now().getTime()),
    },
    {
      once: true,
      name: 'forget-conversations',
      everyMs: HOUR,
      job: old(() => host.forget(new Date(clock.now().getTime() - config.conversationDays * DAY))),
    },
  ];
}
