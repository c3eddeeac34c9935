/** Kinds of papers that the office takes; the server looks at the bytes themselves. */
export const PAPER_KINDS: readonly string[] = ['image/jpeg', 'image/png', 'application/pdf'];
export const MOST_MEGABYTES = 5;

export type HandedIn =
  | { readonly ok: true }
  | { readonly ok: false; readonly why: 'kind' | 'size' | 'failed'; readonly message: string };

/** Adds a photo or PDF to a ticket. The query code travels in a header: addresses are kept in logs. */
export async function handIn(
  ticket: { number: string; code: string },
  file: File,
): Promise<HandedIn> {
  if (!PAPER_KINDS.includes(file.type)) return { ok: false, why: 'kind', message: '' };
  if (file.size > MOST_MEGABYTES * 1024 * 1024) return { ok: false, why: 'size', message: '' };
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
    const { error } = (await response.json()) as { error?: { message?: string } };
    return { ok: false, why: 'failed', message: error?.message ?? '' };
  } catch {
    return { ok: false, why: 'failed', message: '' };
  }
}
