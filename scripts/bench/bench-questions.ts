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

const SURNAMES = '王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗';
const GIVEN = '伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰建国庆春';

/**
 * Lets nobody ask in words that somebody used before: everyone gives another name first. What the service remembers of sentences is of
 * no use then, and each is a little longer. 18,000 names before the first comes again.
 */
export function inOwnWords(ask: () => string): () => string {
  let asked = 0;
  const one = (from: string, at: number): string => from[at % from.length] ?? '';
  return () => {
    const [surname, given] = [asked, Math.floor(asked / SURNAMES.length)];
    const name = `${one(SURNAMES, surname)}${one(GIVEN, given)}${one(GIVEN, Math.floor(given / GIVEN.length))}`;
    asked += 1;
    return `我叫${name}，${ask()}`;
  };
}
