import { type SavedLine } from './direct-line.ts';

/** What a reload needs to go on: kept for this tab only, because a phone or a village computer may be shared. */
export interface Session {
  readonly line: SavedLine | null;
  /** Messages that the server has not confirmed yet; sent again under the same number. */
  readonly unsent: readonly Unsent[];
}

export interface Unsent {
  readonly clientId: string;
  readonly text: string;
}

const KEY = 'mingbai.chat';

export function readSession(): Session | null {
  try {
    const text = sessionStorage.getItem(KEY);
    return text === null ? null : (JSON.parse(text) as Session);
  } catch {
    return null;
  }
}

export function writeSession(session: Session | null): void {
  try {
    if (session === null) sessionStorage.removeItem(KEY);
    else sessionStorage.setItem(KEY, JSON.stringify(session));
  } catch {
    // Without storage a reload begins a new conversation; this one goes on.
  }
}

/** 128 random bits. `crypto.randomUUID` is missing on plain HTTP, as in offices without a certificate. */
export function newClientId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
