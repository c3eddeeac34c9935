import { type Clause } from '../model.ts';
import { type Complaints, type Located } from './complaints.ts';
import { ContentFolder } from './files.ts';
import { type LocatedQuestion, readQuestions } from './questions.ts';
import { type LocatedSource, readSource } from './sources.ts';
import { type Tables, readTables } from './tables.ts';
import { type Words, readWords } from './words.ts';

/** The content as read, each piece with its place: what the checks work on. */
export interface RawContent {
  readonly sources: readonly LocatedSource[];
  /** By id; of doubled ids the first. */
  readonly clauses: ReadonlyMap<string, Located<Clause>>;
  readonly questions: readonly LocatedQuestion[];
  readonly tables: Tables;
  readonly words: Words;
}

export function readContent(dir: string, complaints: Complaints): RawContent {
  const folder = new ContentFolder(dir, complaints);
  const sources = folder
    .files('sources', '.md')
    .flatMap((file) => readSource(file, complaints) ?? []);
  const clauses = new Map<string, Located<Clause>>();
  for (const clause of sources.flatMap((source) => source.clauses)) {
    if (!clauses.has(clause.value.id)) clauses.set(clause.value.id, clause);
  }
  const plain = new Map([...clauses].map(([id, { value }]) => [id, value]));
  return {
    sources,
    clauses,
    questions: folder
      .files('questions', '.yaml')
      .flatMap((file) => readQuestions(file, plain, complaints)),
    tables: readTables(folder, complaints),
    words: readWords(folder, complaints),
  };
}
