import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** Addresses of the chat's built script and style sheets. Null before the pages were built: the forms work alone. */
export interface ChatAssets {
  readonly script: string;
  readonly styles: readonly string[];
}

const ENTRY = 'resident/main.ts';
const manifest = z.object({
  [ENTRY]: z.object({ file: z.string(), css: z.array(z.string()).default([]) }),
});

/** Reads which hashed files belong to the resident page. */
export function readChatAssets(distDir: string): ChatAssets | null {
  const file = join(distDir, 'residents.json');
  if (!existsSync(file)) return null;
  const entry = manifest.parse(JSON.parse(readFileSync(file, 'utf8')))[ENTRY];
  return { script: `/${entry.file}`, styles: entry.css.map((name) => `/${name}`) };
}
