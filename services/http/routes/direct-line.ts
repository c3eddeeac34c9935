import { z } from 'zod';
import { type DirectLine, type OpenConversation } from '../../conversation/direct-line.ts';
import { LONGEST_QUESTION } from '../../enquiry/enquiry.ts';
import { AppError } from '../../errors.ts';
import { MAX_FILES_BYTES } from '../../tickets/papers.ts';
import { cleanJson } from '../clean-json.ts';
import { json } from '../reply.ts';
import { type Route, type RouteRequest, signedRoute } from '../route.ts';

export interface DirectLineRouteDeps {
  readonly directLine: DirectLine;
  /** Whether residents reach us over TLS: `wss:` or `ws:`. */
  readonly tls: boolean;
}

/** A message with buttons' data and the page's own; far more than anybody types. */
const BODY_LIMIT = 32 * 1024;
const LONGEST_WAIT_SECONDS = 25;
// A little more than files may have, so that too much of them gets its own sentence.
const UPLOAD_LIMIT = MAX_FILES_BYTES + 1024 * 1024;

const conversationParams = z.strictObject({ id: z.string().min(1).max(100) });
const watermark = z.string().max(20).default('');
const opened = z.object({
  conversationId: z.string(),
  token: z.string(),
  expires_in: z.int().describe('Seconds'),
});
const streamed = opened.extend({ streamUrl: z.string() });
const activitySet = z.object({
  activities: z.array(z.record(z.string(), z.unknown())).readonly(),
  watermark: z.string(),
});

/** What a client may post; whatever else Bot Framework knows is dropped, and who it is from is ours to say. */
const activity = z.object({
  type: z.enum(['message', 'event', 'typing', 'endOfConversation']),
  text: z.string().max(LONGEST_QUESTION).optional(),
  value: z.union([z.string().max(LONGEST_QUESTION), z.record(z.string(), z.unknown())]).nullish(),
  locale: z.string().max(35).optional(),
  channelData: z.record(z.string().max(60), z.unknown()).optional(),
});

/** What clients mark as an attachment goes through the upload: here it would be lost without a word. */
const withoutFiles = activity.extend({
  attachments: z
    .array(z.unknown())
    .refine((list) => list.length === 0, { params: { words: 'by-upload' } })
    .optional(),
});

/** Clients send an empty object, a user of their own, or nothing that matters here. */
const ignored = z.looseObject({});

/** Direct Line 3.0: the chat for our page and for Microsoft's clients. */
export function directLineRoutes(deps: DirectLineRouteDeps): readonly Route[] {
  return [
    ...tokenRoutes(deps),
    ...conversationRoutes(deps),
    ...activityRoutes(deps),
    uploadRoute(deps),
  ];
}

function tokenRoutes({ directLine }: DirectLineRouteDeps): readonly Route[] {
  return [
    signedRoute({
      id: 'chat.token',
      method: 'post',
      path: '/directline/tokens/generate',
      summary: 'A token for one conversation that is still to be begun',
      limit: 'chat',
      body: ignored,
      bodyOptional: true,
      response: opened,
      handle: () => json(directLine.generate()),
    }),
    signedRoute({
      id: 'chat.refresh',
      method: 'post',
      path: '/directline/tokens/refresh',
      summary: 'A fresh token for the same conversation',
      limit: 'chat',
      body: ignored,
      bodyOptional: true,
      response: opened,
      handle: ({ bearer }) => json(directLine.refresh(bearer)),
    }),
  ];
}

function conversationRoutes({ directLine, tls }: DirectLineRouteDeps): readonly Route[] {
  const withStream = (
    conversation: OpenConversation,
    { header }: Pick<RouteRequest<unknown, unknown, unknown>, 'header'>,
    from = '',
  ) => {
    const { conversationId: id, token, expires_in } = conversation;
    const address = `${tls ? 'wss' : 'ws'}://${header('host') ?? 'localhost'}/directline/conversations/${id}/stream`;
    const streamUrl = `${address}?watermark=${encodeURIComponent(from)}&t=${token}`;
    return { conversationId: id, token, expires_in, streamUrl };
  };
  return [
    signedRoute({
      id: 'chat.start',
      method: 'post',
      path: '/directline/conversations',
      summary: 'Begin the conversation of the token, or a new one without a token',
      limit: 'chat',
      body: ignored,
      bodyOptional: true,
      response: streamed,
      status: 201,
      handle: async (request) => {
        const { begun, ...conversation } = await directLine.start(request.bearer);
        return json(withStream(conversation, request), { status: begun ? 201 : 200 });
      },
    }),
    signedRoute({
      id: 'chat.reconnect',
      method: 'get',
      path: '/directline/conversations/:id',
      summary: 'Come back to a conversation: a fresh token and stream',
      limit: 'chat',
      params: conversationParams,
      query: z.object({ watermark }),
      response: streamed,
      handle: async (request) => {
        const conversation = await directLine.reconnect(request.bearer, request.params.id);
        return json(withStream(conversation, request, request.query.watermark));
      },
    }),
  ];
}

function activityRoutes({ directLine }: DirectLineRouteDeps): readonly Route[] {
  return [
    signedRoute({
      id: 'chat.post',
      method: 'post',
      path: '/directline/conversations/:id/activities',
      summary: `Say something (at most ${LONGEST_QUESTION} characters); answered when message and replies are stored`,
      limit: 'chat',
      params: conversationParams,
      body: withoutFiles,
      bodyLimit: BODY_LIMIT,
      response: z.object({ id: z.string() }),
      handle: async ({ bearer, params, body }) =>
        json(await directLine.post(bearer, params.id, body)),
    }),
    signedRoute({
      id: 'chat.read',
      method: 'get',
      path: '/directline/conversations/:id/activities',
      summary: `Activities after the watermark; waits up to \`wait\` seconds (at most ${LONGEST_WAIT_SECONDS}) for the first`,
      limit: 'none',
      params: conversationParams,
      query: z.object({
        watermark,
        wait: z
          .string()
          .regex(/^\d{1,2}$/)
          .default('0'),
      }),
      response: activitySet,
      handle: async ({ bearer, params, query, gone }) => {
        const waitMs = Math.min(Number(query.wait), LONGEST_WAIT_SECONDS) * 1000;
        const set = await directLine.read(bearer, params.id, {
          watermark: query.watermark,
          ...{ waitMs, gone },
        });
        return json({ activities: [...set.activities], watermark: set.watermark });
      },
    }),
  ];
}

const ACTIVITY_PART = 'application/vnd.microsoft.activity';
const part = z.object({
  name: z.string().describe('`activity` (as ' + ACTIVITY_PART + ') or `file`'),
  fileName: z.string().nullable(),
  type: z.string(),
  bytes: z.instanceof(Uint8Array),
});

/** Photos and PDF with a message, as Direct Line has it: the activity in a part of its own, each file in another. */
function uploadRoute({ directLine }: DirectLineRouteDeps): Route {
  return signedRoute({
    id: 'chat.upload',
    method: 'post',
    path: '/directline/conversations/:id/upload',
    summary:
      'Say something with photos or PDF; answered when message, files and replies are stored',
    limit: 'upload',
    params: conversationParams,
    body: z.array(part),
    bodyForm: 'parts',
    bodyLimit: UPLOAD_LIMIT,
    response: z.object({ id: z.string() }),
    handle: async ({ bearer, params, body }) => {
      const files = body
        .filter(({ type, fileName }) => type !== ACTIVITY_PART && fileName !== null)
        .map(({ fileName, bytes }) => ({ name: fileName ?? '', bytes }));
      const said = activityIn(body.find(({ type }) => type === ACTIVITY_PART)?.bytes);
      return json(await directLine.post(bearer, params.id, { ...said, files }));
    },
  });
}

/** The activity of an upload; a bare message where only files were sent. */
function activityIn(bytes: Uint8Array | undefined): z.output<typeof activity> {
  if (bytes === undefined) return { type: 'message' };
  if (bytes.length > BODY_LIMIT) throw new AppError('request.too-large');
  try {
    return activity.parse(
      cleanJson(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))),
    );
  } catch (thrown) {
    if (thrown instanceof AppError) throw thrown;
    throw new AppError('request.malformed', 'no usable activity');
  }
}
