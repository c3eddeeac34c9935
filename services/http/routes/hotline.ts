import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { type Clock } from '../../clock.ts';
import { CALL_EVENT_TYPES, SPEAKERS } from '../../desk/call.ts';
import { type Calls } from '../../desk/calls.ts';
import { AppError } from '../../errors.ts';
import { json } from '../reply.ts';
import { type Route, type RouteRequest, signedRoute } from '../route.ts';

export interface HotlineRouteDeps {
  readonly calls: Calls;
  readonly clock: Clock;
  /** Shared with the call centre; null takes no events. */
  readonly hotlineSecret: string | null;
}

const MOST_EVENTS = 100;
const LONGEST_PIECE = 2000;
/** How far the clocks of both sides may be apart, and how long a signed request may be under way. */
const LONGEST_WAY_SECONDS = 300;

const event = z.strictObject({
  callId: z.string().regex(/^[\w.:-]{1,80}$/u),
  type: z.enum(CALL_EVENT_TYPES),
  at: z.iso.datetime({ offset: true }),
  caller: z.string().max(40).optional(),
  operator: z.string().max(60).optional(),
  speaker: z.enum(SPEAKERS).optional(),
  text: z.string().max(LONGEST_PIECE).optional(),
  final: z.boolean().optional(),
});

/** What a call centre or a speech recogniser tells of calls (`services/desk/README.md`). */
export function hotlineRoutes({ calls, clock, hotlineSecret }: HotlineRouteDeps): readonly Route[] {
  return [
    signedRoute({
      id: 'hotline.events',
      method: 'post',
      path: '/api/hotline/events',
      summary: 'Events of calls, one or many, signed; repeating one changes nothing',
      limit: 'none',
      body: z.union([event, z.array(event).min(1).max(MOST_EVENTS)]),
      response: z.object({ kept: z.int(), repeated: z.int() }),
      bodyLimit: 256 * 1024,
      handle: async (request) => {
        assertSigned(request, hotlineSecret, clock.now());
        let [kept, repeated] = [0, 0];
        for (const one of [request.body].flat()) {
          if ((await calls.receive(one)).kept) kept += 1;
          else repeated += 1;
        }
        return json({ kept, repeated });
      },
    }),
  ];
}

/**
 * `X-Mingbai-Signature: v1=HMAC-SHA256(secret, "<X-Mingbai-Timestamp>.<body>")` in hex, the time stamp in Unix seconds.
 * A copied request is good for five minutes, and even then only says again what is known.
 */
function assertSigned(
  { header, rawBody }: Pick<RouteRequest<unknown, unknown, unknown>, 'header' | 'rawBody'>,
  secret: string | null,
  now: Date,
): void {
  if (secret === null) throw new AppError('not-found');
  const stamp = header('x-mingbai-timestamp') ?? '';
  const given = /^v1=([0-9a-f]{64})$/u.exec(header('x-mingbai-signature') ?? '')?.[1] ?? '';
  const wanted = createHmac('sha256', secret).update(`${stamp}.`).update(rawBody).digest('hex');
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
  const apart = Math.abs(now.getTime() / 1000 - Number(stamp));
  const inTime = /^\d{9,11}$/u.test(stamp) && apart <= LONGEST_WAY_SECONDS;
  if (!inTime || a.length !== b.length || !timingSafeEqual(a, b))
    throw new AppError('access.denied', 'signature or time stamp');
}
