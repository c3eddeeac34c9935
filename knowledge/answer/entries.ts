/** Entries as the matcher sees them. */
import { type Question, type Source } from '../model.ts';
import { type Cues } from './cues.ts';
import { type MatchEntry } from './match/matcher.ts';

/** Whether a text names a programme. */
export function programmeNames(
  cues: Pick<Cues, 'programmes'>,
  canonicalise: (text: string) => string,
): (text: string, programme: string) => boolean {
  return (text, programme) => cues.programmes.get(programme)?.test(canonicalise(text)) === true;
}

/** What an entry is seen with. */
interface EntrySurroundings {
  readonly clauseOf: (id: string) => { readonly text: string } | null;
  /** Share of its phrasings that name its programme. */
  readonly named: number;
  /** How many entries lead to it. */
  readonly links: number;
}

/** An entry with its title among the phrasings. */
export function matchEntry(question: Question, around: EntrySurroundings): MatchEntry {
  const { clauseOf, named, links } = around;
  return { ...entryTexts(question, clauseOf), named, links };
}

/** An entry as it stands by itself. */
type EntryTexts = Omit<MatchEntry, 'named' | 'links'>;

interface Entries {
  readonly questions: readonly Question[];
  readonly sources: readonly Source[];
}

/** Each content is asked for its entries when its tables are counted, when they are used, and when the next one is counted. */
const TEXTS = new WeakMap<Entries, readonly EntryTexts[]>();

export function entryTextsOf(content: Entries): readonly EntryTexts[] {
  const known = TEXTS.get(content);
  if (known !== undefined) return known;
  const clauses = new Map(
    content.sources.flatMap((source) => source.clauses.map((clause) => [clause.id, clause])),
  );
  const texts = content.questions.map((question) =>
    entryTexts(question, (id) => clauses.get(id) ?? null),
  );
  TEXTS.set(content, texts);
  return texts;
}

function entryTexts(question: Question, clauseOf: EntrySurroundings['clauseOf']): EntryTexts {
  const bodies = question.versions.flatMap((version) => [
    version.answer,
    ...version.clauses.map((id) => clauseOf(id)?.text ?? ''),
  ]);
  return {
    id: question.id,
    programme: question.programme,
    aspect: question.aspect,
    outcome: question.outcome,
    phrasings: [question.title, ...question.phrasings],
    body: [...new Set(bodies)].join('\n'),
    outside: question.reason === 'out-of-scope',
  };
}

/** Share of an entry's phrasings that name its programme. */
export function namedShare(
  { phrasings, programme }: Question,
  namesProgramme: (text: string, programme: string) => boolean,
): number {
  const naming = phrasings.filter((phrasing) => namesProgramme(phrasing, programme));
  return naming.length / phrasings.length;
}

/** Whether people ask for both in the same words. */
export function asksTheSame(one: Question, other: Question): boolean {
  return (
    one === other ||
    (one.title === other.title &&
      one.programme === other.programme &&
      one.phrasings.length === other.phrasings.length &&
      one.phrasings.every((text, at) => text === other.phrasings[at]))
  );
}
