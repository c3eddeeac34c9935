import { type Clock } from '../services/clock.ts';
import { type Config } from '../services/config/config.ts';
import { type HandOvers } from '../services/desk/hand-over/hand-over.ts';
import { type Repeated } from '../services/repeat.ts';
import { type Office } from './compose-office.ts';
import { type ConversationHost } from './conversation-host.ts';

export interface JobParts {
  readonly office: Office;
  readonly host: ConversationHost;
  readonly handOvers: Pick<HandOvers, 'remind'>;
  readonly clock: Clock;
  readonly config: Pick<Config, 'conversationDays'>;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** What the service does by itself, and how often. */
export function jobsOf({ office, host, handOvers, clock, config }: JobParts): readonly Repeated[] {
  const { outbox, rounds, staff, audit, switches, retention } = office;
  return [
    { name: 'outbox', everyMs: 10 * SECOND, job: () => outbox.deliver() },
    { name: 'waiting-chats', everyMs: MINUTE, job: () => handOvers.remind() },
    // Another instance may have turned automatic answers off.
    { name: 'switches', everyMs: 10 * SECOND, job: () => switches.assistantOn() },
    { name: 'reminders', everyMs: 10 * MINUTE, job: () => rounds.remind() },
    { name: 'checkpoint', everyMs: HOUR, job: () => audit.checkpoint() },
    { name: 'tidy-answers', everyMs: HOUR, job: () => rounds.tidy() },
    { name: 'tidy-sessions', everyMs: HOUR, job: () => staff.tidy() },
    { name: 'retention', everyMs: HOUR, job: () => retention.run() },
    {
      name: 'forget-conversations',
      everyMs: HOUR,
      job: () => host.forget(new Date(clock.now().getTime() - config.conversationDays * DAY)),
    },
  ];
}
