import { createHmac, timingSafeEqual } from 'node:crypto';
import { type Clock } from '../../../services/clock.ts';
import { AppError } from '../../../services/errors.ts';

/** What a token opens: one conversation, as one person, for a while. */
export interface TokenClaims {
  readonly conversationId: string;
  readonly userId: string;
}

/** Signed chat tokens. Nothing about them is stored: whoever holds the secret can check them. */
export interface Tokens {
  issue(claims: TokenClaims): { readonly token: string; readonly expiresIn: number };
  /** Throws `chat.token-invalid` for anything we did not sign, `chat.token-expired` after its time. */
  read(token: string | null): TokenClaims;
}

const LIFE_SECONDS = 1800;
/** Tokens whose signature was found to be ours: a conversation shows its own with every message. */
const CHECKED = 2000;
const FORM = /^([\w-]{1,400})\.([\w-]{43})$/;

/** Tokens of half an hour, signed with HMAC-SHA-256. */
export function createTokens(secret: string, clock: Clock): Tokens {
  const sign = (payload: string): Buffer =>
    createHmac('sha256', secret).update(`chat-token/v1 ${payload}`).digest();
  let checked = new Map<string, SignedClaims>();
  const signedClaims = (token: string): SignedClaims => {
    const known = checked.get(token);
    if (known) return known;
    const claims = claimsOf(token, sign);
    // Whoever is still there is checked once more.
    if (checked.size >= CHECKED) checked = new Map();
    checked.set(token, claims);
    return claims;
  };
  const seconds = (): number => Math.floor(clock.now().getTime() / 1000);
  return {
    issue: ({ conversationId, userId }) => {
      const claims: SignedClaims = { c: conversationId, u: userId, e: seconds() + LIFE_SECONDS };
      const payload = Buffer.from(JSON.stringify(claims)).toString('base64url');
      const token = `${payload}.${sign(payload).toString('base64url')}`;
      return { token, expiresIn: LIFE_SECONDS };
    },
    read: (token) => {
      const { c, u, e } = signedClaims(token ?? '');
      if (e <= seconds()) throw new AppError('chat.token-expired');
      return { conversationId: c, userId: u };
    },
  };
}

/** As they stand in a token: conversation, user, and the second in which it ends. */
interface SignedClaims {
  readonly c: string;
  readonly u: string;
  readonly e: number;
}

/** Throws `chat.token-invalid` for anything we did not sign. */
function claimsOf(token: string, sign: (payload: string) => Buffer): SignedClaims {
  const [, payload = '', signature = ''] = FORM.exec(token) ?? [];
  const given = Buffer.from(signature, 'base64url');
  const wanted = sign(payload);
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted))
    throw new AppError('chat.token-invalid');
  return JSON.parse(Buffer.from(payload, 'base64url').toString()) as SignedClaims;
}
