import { join } from 'node:path';
import { z } from 'zod';
import { AppError } from '../errors.ts';
import { fill, readYaml } from '../text.ts';

const text = z.string().min(1);
const schema = z.strictObject({
  start: z.strictObject({
    ready: text,
    'first-administrator': text,
    failed: z.record(text, text),
  }),
});

/** What is printed for the person who starts the service. */
export interface StartWords {
  readonly ready: (values: { readonly url: string }) => string;
  readonly firstAdministrator: (values: {
    readonly login: string;
    readonly password: string;
  }) => string;
  /** Why it did not start, without anything that could be secret. */
  readonly failed: (thrown: unknown) => string;
}

/** Reads `words/start.yaml`. */
export function readStartWords(contentDir: string): StartWords {
  const { start } = readYaml(join(contentDir, 'words/start.yaml'), schema);
  return {
    ready: (values) => fill(start.ready, values),
    firstAdministrator: (values) => fill(start['first-administrator'], values),
    failed: (thrown) => {
      const reason = reasonOf(thrown);
      return fill(start.failed[reason] ?? start.failed['other'] ?? '', { what: whatOf(thrown) });
    },
  };
}

function reasonOf(thrown: unknown): string {
  if (thrown instanceof AppError) return thrown.code;
  const { code, name } = (thrown ?? {}) as { code?: unknown; name?: unknown };
  return typeof code === 'string' ? code : typeof name === 'string' ? name : 'other';
}

// Our own errors name files and places; what a driver or the system says could quote an address with its password.
function whatOf(thrown: unknown): string {
  if (thrown instanceof AppError) return thrown.message;
  const { name, message } = (thrown ?? {}) as { name?: unknown; message?: unknown };
  if (typeof name !== 'string') return typeof thrown;
  return name === 'ContentError' && typeof message === 'string' ? message : name;
}
