import { AppError } from '../errors.ts';

/**
 * Refuses a form that a page of somebody else sent in the person's name. These forms carry no session, so there is
 * nothing to steal, but nobody shall file complaints from other people's addresses. Old browsers and programs that tell
 * nothing about the origin are let through.
 * Throws `csrf.failed`.
 */
export function assertSameOrigin(header: (name: string) => string | undefined): void {
  const site = header('sec-fetch-site');
  const origin = header('origin');
  const foreign =
    site !== undefined
      ? site !== 'same-origin' && site !== 'none'
      : origin !== undefined && hostOf(origin) !== header('host')?.toLowerCase();
  if (foreign) throw new AppError('csrf.failed', 'form of another page');
}

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}
