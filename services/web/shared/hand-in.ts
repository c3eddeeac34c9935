import { shrunk } from './shrink.ts';

/** Kinds of papers that the office takes; the server looks at the bytes themselves. */
export const PAPER_KINDS: readonly string[] = ['image/jpeg', 'image/png', 'application/pdf'];
export const MOST_MEGABYTES = 5;

export type HandedIn =
  | { readonly ok: true }
  | { readonly ok: false; readonly why: 'kind' | 'size' | 'failed'; readonly message: string };

/** A chosen file as it will be sent, and why it cannot be. */
export async function ready(
  chosen: File,
): Promise<{ readonly file: File; readonly problem: 'kind' | 'size' | null }> {
  const file = await shrunk(chosen);
  if (!PAPER_KINDS.includes(file.type)) return { file, problem: 'kind' };
  return { file, problem: file.size > MOST_MEGABYTES * 1024 * 1024 ? 'size' : null };
}

/** Adds a photo or PDF to a ticket. The query code travels in a header: addresses are kept in logs. */
export async function handIn(
  ticket: { number: string; code: string },
  chosen: File,
): Promise<HandedIn> {
  const { file, problem } = await ready(chosen);
  if (problem !== null) return { ok: false, why: problem, message: '' };
  try {
    const response = await fetch(`/api/tickets/${encodeURIComponent(ticket.number)}/attachments`, {
      method: 'POST',
      headers: {
        'content-type': 'application/octet-stream',
        'x-file-name': encodeURIComponent(file.name),
        'x-query-code': ticket.code,
      },
      body: file,
    });
    if (response.ok) return { ok: true };
    return { ok: false, why: 'failed', message: sentenceOf(await response.json()) };
  } catch {
    return { ok: false, why: 'failed', message: '' };
  }
}

/** What the server says is wrong: the sentence about the file itself, where there is one. */
export function sentenceOf(reply: unknown): string {
  const { error } = (reply ?? {}) as {
    error?: { message?: string; fields?: readonly { message?: string }[] };
  };
  return error?.fields?.[0]?.message ?? error?.message ?? '';
}
