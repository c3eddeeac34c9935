/** Reads corpora and questions in the form of JSON lines: `{id,title,text}` and `{id,question,gold}`. */
import { readFileSync } from 'node:fs';
import { type IndexedClause } from '../../knowledge/search/index.ts';

export interface Passage {
  readonly id: string;
  readonly title: string;
  readonly text: string;
}

export interface GoldQuestion {
  readonly id: string;
  readonly question: string;
  readonly gold: readonly string[];
}

/** Throws with file and line for a line that is not of the form. */
export function readPassages(file: string): Passage[] {
  return readLines(file, (value): value is Passage => areStrings(value, ['id', 'title', 'text']));
}

export function readQuestions(file: string): GoldQuestion[] {
  return readLines(
    file,
    (value): value is GoldQuestion =>
      areStrings(value, ['id', 'question']) && Array.isArray((value as Partial<GoldQuestion>).gold),
  );
}

function readLines<T>(file: string, isOne: (value: unknown) => value is T): T[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line, at) => {
      if (line.trim() === '') return [];
      const value: unknown = JSON.parse(line);
      if (!isOne(value)) throw new Error(`${file}:${at + 1} is not of the documented form`);
      return [value];
    });
}

function areStrings(value: unknown, keys: readonly string[]): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    keys.every((key) => typeof (value as Record<string, unknown>)[key] === 'string')
  );
}

/** 第…条 and what follows it: a title without it names the document. */
const ARTICLE = /\s*第[〇零一二三四五六七八九十百千\d]+条.*$/su;

export function clauseOf(passage: Passage, normalise: (text: string) => string): IndexedClause {
  const heading = normalise(passage.title);
  return {
    id: passage.id,
    document: heading.replace(ARTICLE, ''),
    heading,
    text: normalise(passage.text),
  };
}
