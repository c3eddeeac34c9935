import { createHash } from 'node:crypto';
import { type IncomingMessage, type ServerResponse } from 'node:http';
import {
  type Activity,
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  type Request,
  type Response,
  type TurnContext,
} from 'botbuilder';
import { z } from 'zod';
import { type BotAccount } from '../../services/config/config.ts';
import { AppError } from '../../services/errors.ts';
import { type ConversationHost } from '../conversation-host.ts';
import { type KeptActivity } from '../conversation-keeper.ts';

export interface BotFrameworkDeps {
  readonly account: BotAccount;
  readonly host: Pick<ConversationHost, 'exists' | 'open' | 'receive'>;
  /** Where tokens of callers are checked; Microsoft's own when absent. Tests bring an issuer of their own. */
  readonly issuer?: { readonly metadataUrl: string; readonly name: string } | undefined;
}

type Handle = (
  request: IncomingMessage & { readonly body?: unknown },
  response: ServerResponse,
) => Promise<void>;

const id = z.string().min(1).max(512);
const person = z.object({ id, name: z.string().max(256).optional() });

/** What of a stranger's activity is read; everything else is dropped before the adapter sees it. */
const incoming = z.object({
  type: z.string().min(1).max(64),
  id: id.optional(),
  channelId: z.string().min(1).max(64),
  serviceUrl: z.url().max(500),
  conversation: z.object({ id }),
  from: person,
  recipient: person.optional(),
  text: z.string().max(20_000).optional(),
  locale: z.string().max(35).optional(),
  membersAdded: z.array(person).max(50).optional(),
});
type Incoming = z.output<typeof incoming>;

/**
 * `POST /api/messages`: Bot Framework channels. Replies go back in the response unless the caller's address is on the
 * configured list, so that nobody can make this service call a place of their choice; no address is kept for later.
 * Throws `request.malformed` for anything that is no activity, `auth.required` for whoever cannot prove to be the channel.
 */
export function botFramework({ account, host, issuer }: BotFrameworkDeps): Handle {
  const adapter = new CloudAdapter(
    new ConfigurationBotFrameworkAuthentication({
      MicrosoftAppId: account.appId,
      MicrosoftAppPassword: account.password ?? '',
      MicrosoftAppType: account.tenant === null ? 'MultiTenant' : 'SingleTenant',
      ...(account.tenant === null ? {} : { MicrosoftAppTenantId: account.tenant }),
      ...(issuer && {
        ToBotFromChannelOpenIdMetadataUrl: issuer.metadataUrl,
        ToBotFromEmulatorOpenIdMetadataUrl: issuer.metadataUrl,
        ToBotFromChannelTokenIssuer: issuer.name,
      }),
    }),
  );
  return async (request, response) => {
    const read = incoming.safeParse(request.body);
    if (!read.success) throw new AppError('request.malformed', 'no activity');
    const activity = read.data;
    const mayPost = isListed(activity.serviceUrl, account.serviceHosts);
    const body = mayPost ? activity : { ...activity, deliveryMode: 'expectReplies' };
    const fault: { thrown?: Error } = {};
    const answer = new Answer();
    const { headers, method } = request;
    await adapter
      .process({ body, headers, method } as unknown as Request, answer.response, (context) =>
        turn(host, context, activity).catch((thrown: unknown) => {
          fault.thrown = thrown instanceof Error ? thrown : new Error('the turn failed');
        }),
      )
      .catch(() => answer.response.status(401));
    if (fault.thrown !== undefined) throw fault.thrown;
    // The adapter names our own addresses and keys in its refusals: only the status is believed.
    if (answer.code >= 400) throw new AppError('auth.required', `refused with ${answer.code}`);
    response.statusCode = answer.code;
    response.setHeader('content-type', 'application/json; charset=utf-8');
    response.end(answer.body === undefined ? '' : JSON.stringify(answer.body));
  };
}

/** https and exactly a host of the list: no user part, no port, no other spelling. */
function isListed(serviceUrl: string, hosts: readonly string[]): boolean {
  const { protocol, hostname, port, username } = new URL(serviceUrl);
  return protocol === 'https:' && port === '' && username === '' && hosts.includes(hostname);
}

async function turn(
  host: BotFrameworkDeps['host'],
  context: TurnContext,
  { type, id: messageId, channelId, conversation, from, text, locale }: Incoming,
): Promise<void> {
  // Ids of channels are long and say who somebody is: ours are digests of them.
  const ours = digest(channelId, conversation.id);
  const userId = digest(channelId, from.id);
  const begun = await host.exists(ours);
  const greeting = begun ? [] : await host.open({ id: ours, channel: channelId, userId });
  const heard =
    type === 'message'
      ? await host.receive(ours, {
          ...{ type, channelId, locale: locale ?? 'zh-CN', text: text ?? '' },
          ...(messageId === undefined ? {} : { channelData: { clientActivityID: messageId } }),
        })
      : { activities: [] };
  const sent = [...(type === 'message' ? [] : greeting), ...heard.activities];
  const replies = sent.filter((activity) => activity.from?.role !== 'user').map(replyOf);
  if (replies.length > 0) await context.sendActivities(replies);
}

function replyOf({ text, speak, suggestedActions, channelData }: KeptActivity): Partial<Activity> {
  const said: unknown = channelData;
  return {
    type: 'message',
    ...(text === undefined ? {} : { text }),
    ...(speak === undefined ? {} : { speak }),
    ...(suggestedActions === undefined ? {} : { suggestedActions }),
    channelData: said,
  };
}

function digest(...parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
}

/** Takes what the adapter answers, so that nothing of it leaves unseen. */
class Answer {
  code = 200;
  body: unknown = undefined;

  readonly response: Response = {
    end: () => this.response,
    header: () => this.response,
    send: (body: unknown) => {
      this.body = body;
      return this.response;
    },
    status: (code: number) => {
      this.code = code;
      return this.response;
    },
  } as unknown as Response;
}
