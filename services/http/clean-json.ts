import { AppError } from '../errors.ts';

/** Far deeper than any request of ours; deeper input exhausts the stack of whatever walks it. */
const MAX_DEPTH = 20;

// Own properties of these names do harm in a later merge.
const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype']);
// With the u flag a surrogate matches only where it stands alone.
const LONE_SURROGATE = /\p{Surrogate}/gu;

/** A copy that is safe to walk and to store. Throws `request.too-deep` or `request.malformed`. */
export function cleanJson(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return cleanText(value);
  if (value === null || typeof value !== 'object') return value;
  if (depth >= MAX_DEPTH) throw new AppError('request.too-deep');
  if (Array.isArray(value)) return value.map((item) => cleanJson(item, depth + 1));
  const entries = Object.entries(value).map(([key, item]) => {
    if (FORBIDDEN_KEYS.has(key)) throw new AppError('request.malformed', 'forbidden key');
    return [key, cleanJson(item, depth + 1)] as const;
  });
  return Object.fromEntries(entries);
}

/** Without NUL, which PostgreSQL refuses, and without lone surrogates, which come back changed from any database. */
export function cleanText(text: string): string {
  return text.replaceAll('\u0000', '').replace(LONE_SURROGATE, '\uFFFD');
}
