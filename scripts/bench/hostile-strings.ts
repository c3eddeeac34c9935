/** What strangers type to break what reads it: a fixed list, and as much more as is wanted from a seed. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { parse } from 'yaml';

type Lists = Readonly<Record<string, readonly string[]>>;

const CASES = new URL('../../test/cases/', import.meta.url);
const lists = (name: string): Lists =>
  parse(readFileSync(new URL(`${name}.yaml`, CASES), 'utf8')) as Lists;

/** Sentences around which a hostile piece is put: a question, a complaint, the answer to "which district". */
const AROUND = ['@', '低保@怎么申请？', '我要投诉@没人管'] as const;
/** As long as a message may be, and far longer. */
const LENGTHS = [500, 100_000] as const;

/** Some six hundred strings, the same each time. */
export function fixedStrings(): readonly string[] {
  const { twice = [], ...hostile } = lists('hostile');
  const { xss = [] } = lists('xss');
  const pieces = [...Object.values(hostile).flat(), ...xss.map((one) => one.replace('{n}', '1'))];
  const placed = pieces.flatMap((piece) =>
    AROUND.map((around) => around.replace('@', () => piece)),
  );
  const long = twice.flatMap((piece) =>
    LENGTHS.map((length) => piece.repeat(Math.ceil(length / piece.length)).slice(0, length)),
  );
  const lone = ['\ud800', '低\udc00保', '\ud83d\ud83d'];
  return [...new Set([...placed, ...long, ...lone])];
}

/** `count` strings of a seed: any characters, half characters, hostile pieces put together, questions with one slip. */
export function randomStrings(count: number, seed: number): readonly string[] {
  const { twice = [], ...hostile } = lists('hostile');
  const pieces = fc.constantFrom(...Object.values(hostile).flat(), ...twice);
  const asked = fc.constantFrom(
    '低保多少钱',
    '残疾人两项补贴怎么申请',
    '我要投诉',
    '查进度',
    '转人工',
  );
  const joined = fc
    .array(fc.oneof(pieces, asked, fc.string({ unit: 'grapheme', maxLength: 12 })), {
      maxLength: 8,
    })
    .map((parts) => parts.join(''));
  const any = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 600 }),
    fc.string({ unit: 'grapheme', maxLength: 200 }),
    fc
      .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 200 })
      .map((codes) => String.fromCharCode(...codes)),
    joined,
  );
  return fc.sample(any, { numRuns: count, seed });
}
