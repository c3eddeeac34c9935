import { checkCoverage } from './check/coverage.ts';
import { checkDuplicates } from './check/duplicates.ts';
import { checkFigures } from './check/figures.ts';
import { checkPeriods } from './check/periods.ts';
import { checkReferences } from './check/references.ts';
import { checkRuleFigures } from './check/rule-figures.ts';
import { checkVocabulary } from './check/vocabulary.ts';
import { checkWording } from './check/wording.ts';
import { Complaints, type Located } from './complaints.ts';
import { type Content, ContentError } from './content.ts';
import { forbiddenWords } from './forbidden.ts';
import { freeze } from './freeze.ts';
import { type LocatedQuestion } from './questions.ts';
import { type RawContent, readContent } from './raw.ts';
import { type Coverage, PROGRAMMES } from '../model.ts';

/** Reads `knowledge/content/`, checks it and freezes it. Throws `ContentError` with every problem found. */
export function loadContent(dir: string): Content {
  const complaints = new Complaints();
  const raw = readContent(dir, complaints);
  check(raw, complaints);
  const problems = complaints.sorted();
  if (problems.length > 0) throw new ContentError(problems);
  return freeze(contentFrom(raw));
}

function check(raw: RawContent, complaints: Complaints): void {
  if (raw.sources.length === 0) complaints.add('sources', 1, 'holds no document');
  checkVocabulary(raw, complaints);
  checkStatements(raw, complaints);
}

/**
 * Everything that must hold across documents, tables and entries. The texts of entries are read only where `touched` says so: those
 * of the others cannot have become wrong.
 */
export function checkStatements(
  raw: RawContent,
  complaints: Complaints,
  touched: (question: LocatedQuestion) => boolean = () => true,
): void {
  checkDuplicates(raw, complaints);
  checkReferences(raw, complaints);
  checkPeriods(raw, complaints);
  const read = { ...raw, questions: raw.questions.filter(touched) };
  checkFigures(read, complaints);
  checkRuleFigures(raw, complaints);
  checkCoverage(raw, complaints);
  const forbidden = forbiddenWords(raw.words.lists.get('forbidden'), values(raw.tables.synonyms));
  for (const question of read.questions) checkWording(question, forbidden, complaints);
}

function contentFrom(raw: RawContent): Content {
  const { tables, words } = raw;
  return {
    sources: values(raw.sources),
    clauses: new Map([...raw.clauses].map(([id, clause]) => [id, clause.value])),
    standards: values(tables.standards),
    ruleFigures: values(tables.ruleFigures),
    questions: values(raw.questions),
    contacts: values(tables.contacts),
    districts: values(tables.districts),
    towns: values(tables.towns),
    synonyms: values(tables.synonyms),
    userWords: values(words.userWords),
    replies: new Map([...words.replies].map(([key, sentence]) => [key, sentence.value])),
    lists: words.lists,
    otherPlaces: words.otherPlaces,
    weakNames: words.weakNames,
    coverage: inOrder(values(words.coverage)),
  };
}

/** In the order in which programmes are shown everywhere. */
function inOrder(coverage: readonly Coverage[]): readonly Coverage[] {
  return PROGRAMMES.flatMap((name) => coverage.filter(({ programme }) => programme === name));
}

function values<T>(located: readonly Located<T>[] | null): readonly T[] {
  return (located ?? []).map(({ value }) => value);
}
