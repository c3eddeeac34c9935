/** Reads the examples and the trained weights of what messages are for. */
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import {
  type Stance,
  type StanceModelFile,
  STANCES,
  stanceExamplesSchema,
  stanceModelSchema,
} from './stances.ts';

/** Throws with the place of the first fault. */
export function readStanceModel(contentDir: string): StanceModelFile {
  const file = join(contentDir, 'understanding/stances.json');
  return stanceModelSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
}

/** The examples of every stance, of all files or of some, and a print of them that the weights carry. */
export function readStanceExamples(
  contentDir: string,
  files = readdirSync(join(contentDir, 'stances')),
): {
  readonly examples: readonly { readonly stance: Stance; readonly text: string }[];
  readonly print: string;
} {
  const folder = join(contentDir, 'stances');
  const hash = createHash('sha256');
  const examples = [...files].sort().flatMap((name) => {
    const text = readFileSync(join(folder, name), 'utf8');
    hash.update(text);
    const lists = stanceExamplesSchema.parse(parse(text));
    return STANCES.flatMap((stance) =>
      (lists[stance] ?? []).map((example) => ({ stance, text: example })),
    );
  });
  return { examples, print: hash.digest('hex').slice(0, 16) };
}
