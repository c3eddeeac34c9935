/** What one entry tells on a day and in a place: put together once, however many people are told. */
import { type Citation, type Question, type QuestionVersion } from '../../model.ts';
import { remembering } from '../../remembering.ts';
import { type Library } from '../library.ts';
import { type Chosen, type Scope, type Tools } from '../state.ts';
import { citationsOf, pairsOf } from './cite.ts';
import { fillPlaceholders } from './fill.ts';

/** One entry's share of a draft. */
export interface DraftPiece {
  readonly question: Question;
  readonly version: QuestionVersion;
  readonly body: string;
  /** The character pairs of the body. */
  readonly pairs: ReadonlySet<string>;
  readonly spoken: string;
  readonly citations: readonly Citation[];
  /** Amounts that the tables filled in. */
  readonly amounts: readonly string[];
  readonly missing: readonly string[];
}

type Told = Pick<Tools, 'library' | 'words'>;

/** So many lines of an entry that stands beside the first are told. */
const SHORT_LINES = 3;

/** About as many as all entries have for two districts: some five megabytes. */
const REMEMBERED = 1500;

/** By library: another edition may say something else. */
const OF_LIBRARY = new WeakMap<Library, ReturnType<typeof remembering<DraftPiece>>>();

/** All that an entry tells. */
export function pieceOf(chosen: Chosen, scope: Scope, tools: Told): DraftPiece {
  return remembered('whole', chosen, { scope, tools }, () => composed(chosen, scope, tools));
}

/** The facts of an entry without its last advice: whom to call stands in the first answer already. */
export function shortPieceOf(chosen: Chosen, scope: Scope, tools: Told): DraftPiece {
  return remembered('short', chosen, { scope, tools }, () => {
    const { question, version } = chosen;
    const lines = version.answer
      .split('\n')
      .filter((line) => line.trim() !== '' && !line.includes('{{contact:'))
      .slice(0, SHORT_LINES);
    const answer = lines.length === 0 ? version.answer : lines.join('');
    return composed({ question, version: { ...version, answer } }, scope, tools);
  });
}

function remembered(
  kind: 'whole' | 'short',
  { question, version }: Chosen,
  { scope, tools }: { readonly scope: Scope; readonly tools: Told },
  make: () => DraftPiece,
): DraftPiece {
  const pieces = OF_LIBRARY.get(tools.library) ?? remembering<DraftPiece>(REMEMBERED);
  OF_LIBRARY.set(tools.library, pieces);
  const number = question.versions.indexOf(version);
  const key = [kind, scope.asOf, scope.district ?? '', number, question.id].join(' ');
  return pieces(key, make);
}

function composed({ question, version }: Chosen, scope: Scope, tools: Told): DraftPiece {
  const filled = fillPlaceholders(version.answer, scope, tools);
  const spoken = fillPlaceholders(version.spoken, scope, tools);
  const { standards } = filled;
  const hedges = [...new Set(standards.map((one) => one.hedge).filter((one) => one !== null))];
  const clauses = [
    ...version.clauses,
    ...standards.map((one) => one.clauseId).filter((id) => !version.clauses.includes(id)),
  ];
  const citations = citationsOf(
    { ...version, clauses: [...new Set(clauses)] },
    tools.library,
    scope,
  );
  const body = withReminders(filled.text, [...hedges, ...doubtsOf(citations, tools)]);
  let pairs: ReadonlySet<string> | null = null;
  return {
    ...{ question, version, body, citations },
    // Most pieces stand beside another or are told with others.
    get pairs() {
      pairs ??= pairsOf(body);
      return pairs;
    },
    spoken: spoken.text,
    amounts: standards.map((one) => one.amount),
    missing: [...filled.missing, ...spoken.missing],
  };
}

/** The doubt about the clause or document that the answer rests on first: one that only adds to it is not told. */
function doubtsOf(citations: readonly Citation[], tools: Told): string[] {
  return citations.slice(0, 1).flatMap(({ clauseId, sourceId, title }) => {
    const doubt =
      tools.library.clause(clauseId)?.doubt ?? tools.library.source(sourceId)?.doubt ?? null;
    return doubt === null
      ? []
      : [tools.words('answer.doubt', { title, doubt: doubt.replace(/。$/u, '') })];
  });
}

function withReminders(body: string, reminders: readonly string[]): string {
  const fresh = [...new Set(reminders)].filter((reminder) => !body.includes(reminder));
  return [body, ...fresh.slice(0, 1)].join('\n');
}
