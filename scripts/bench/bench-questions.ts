/** The questions of residents that the benches ask: real ones, all different. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const CASES = fileURLToPath(new URL('../../test/cases/questions', import.meta.url));

/** Every turn of every case, in the order of the files; each once. */
export function benchQuestions(): readonly string[] {
  const turns = readdirSync(CASES)
    .sort()
    .flatMap((name) => readFileSync(join(CASES, name), 'utf8').trim().split('\n'))
    .flatMap((line) => (JSON.parse(line) as { readonly turns: readonly string[] }).turns);
  return [...new Set(turns)];
}
