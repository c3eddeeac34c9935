/** Reads the list of everyday words (`content/words/everyday.yaml`) and joins the synonyms of the content to it. */
import { type EverydayWords } from './read-question.ts';

interface Row {
  readonly said: readonly string[];
  readonly means: readonly string[];
}

/** Throws for a list of another form: the content is ours, so this is a fault of ours. */
export function everydayWords(
  list: unknown,
  synonyms: readonly { readonly word: string; readonly means: string }[],
): EverydayWords {
  const words = new Map<string, string[]>();
  const add = (word: string, means: string): void => {
    const known = words.get(word) ?? [];
    if (means !== '' && means !== word && !known.includes(means)) {
      words.set(word, [...known, means]);
    }
  };
  for (const { said, means } of rowsOf(list)) {
    for (const word of said) for (const meaning of means) add(word, meaning);
  }
  for (const { word, means } of synonyms) add(word, means);
  return words;
}

function rowsOf(list: unknown): readonly Row[] {
  if (list === undefined) return [];
  if (!Array.isArray(list) || !list.every(isRow)) throw new Error('everyday words are malformed');
  return list;
}

function isRow(row: unknown): row is Row {
  if (typeof row !== 'object' || row === null) return false;
  const { said, means } = row as Partial<Record<keyof Row, unknown>>;
  return areWords(said) && areWords(means);
}

function areWords(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string' && one !== '');
}
