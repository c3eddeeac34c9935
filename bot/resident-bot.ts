import { ActivityHandler, type TurnContext } from 'botbuilder-core';
import { type ConversationState } from './conversation-state.ts';
import { type ConversationWords } from './conversation-words.ts';
import { type Heard } from './heard.ts';
import { type Reception } from './reception.ts';
import { activityOf } from './replies/activity.ts';
import { type TurnFacts, turnFrom } from './turn.ts';

/** What the house gives a turn and takes back from it. Lives in the turn's context only. */
export interface Session extends TurnFacts {
  readonly state: ConversationState;
  /** The turn runs inside a transaction. */
  readonly mayWrite: boolean;
  /** What the turn came to; null when it has to be heard again inside a transaction. */
  heard: Heard | null;
}

const SESSION = Symbol('session');

export interface ResidentBotDeps {
  readonly reception: Reception;
  readonly words: ConversationWords;
}

/** The resident's counterpart: one turn in, replies out. Keeps nothing. */
export class ResidentBot extends ActivityHandler {
  constructor({ reception, words }: ResidentBotDeps) {
    super();
    this.onMembersAdded(async (context, next) => {
      await context.sendActivity(activityOf(words.say('greeting')));
      await next();
    });
    this.onMessage(async (context, next) => {
      const session = sessionOf(context);
      const turn = turnFrom(context.activity, session);
      session.heard = await reception.hear(turn, session.state, session.mayWrite);
      const replies = session.heard?.replies ?? [];
      if (replies.length > 0) await context.sendActivities(replies.map(activityOf));
      await next();
    });
  }

  /** Runs one turn with what the house gives it. */
  async turn(context: TurnContext, session: Session): Promise<void> {
    context.turnState.set(SESSION, session);
    await this.run(context);
  }
}

function sessionOf(context: TurnContext): Session {
  const session: unknown = context.turnState.get(SESSION);
  if (session === undefined) throw new Error('a turn without a session');
  return session as Session;
}
