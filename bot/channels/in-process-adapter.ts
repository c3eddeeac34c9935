import { type Activity, BotAdapter, type ResourceResponse, TurnContext } from 'botbuilder-core';

const SENT = Symbol('sent');

/**
 * Runs a turn inside this process: what the bot sends is collected and handed back, so that it can be stored before
 * anybody sees it. No network, no accounts.
 */
export class InProcessAdapter extends BotAdapter {
  /** Runs the logic over one activity and gives what it sent, in order. */
  async run(
    activity: Partial<Activity>,
    logic: (context: TurnContext) => Promise<void>,
  ): Promise<readonly Partial<Activity>[]> {
    const context = new TurnContext(this, activity);
    const sent: Partial<Activity>[] = [];
    context.turnState.set(SENT, sent);
    await this.runMiddleware(context, logic);
    return sent;
  }

  override sendActivities(
    context: TurnContext,
    activities: Partial<Activity>[],
  ): Promise<ResourceResponse[]> {
    // The context is a proxy of the one that `run` made: only its turn state is the same.
    const sent = context.turnState.get<Partial<Activity>[]>(SENT);
    sent.push(...activities);
    return Promise.resolve(activities.map((_, at) => ({ id: String(sent.length + at) })));
  }

  override updateActivity(): Promise<void> {
    return Promise.reject(new Error('what was said stays said'));
  }

  override deleteActivity(): Promise<void> {
    return Promise.reject(new Error('what was said stays said'));
  }

  override continueConversation(): Promise<void> {
    return Promise.reject(new Error('messages into a later conversation go through the host'));
  }
}
