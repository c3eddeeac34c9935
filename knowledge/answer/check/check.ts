/**
 * The last gate. A draft goes out only when every word of it can be traced: quotes are exact, figures stand in a
 * cited clause, the standards table or a contact, clauses are in force on the day, and nobody is promised or judged.
 */
import { type Citation, type Clause } from '../../model.ts';
import { type Draft } from '../compose/compose.ts';
import { type DraftPiece } from '../compose/pieces.ts';
import { type Library, isInForce } from '../library.ts';
import { type Scope } from '../state.ts';
import { chineseValue, knownFigures, statedFigures } from './numbers.ts';

export interface Refusal {
  readonly questionId: string;
  /** The rule that was broken, with the figure or word in question: safe to log, it holds nothing a person typed. */
  readonly rule: string;
}

export interface Guard {
  /** Promises, verdicts and slurs that no answer may hold. */
  readonly forbidden: RegExp;
}

/** All rules that a draft breaks; empty means it may go out. */
export function checkDraft(
  draft: Draft,
  scope: Scope,
  tools: { readonly library: Library; readonly guard: Guard },
): Refusal[] {
  return draft.pieces.flatMap((piece) => {
    const broken = CHECKED.get(piece) ?? brokenRules(piece, scope, tools);
    CHECKED.set(piece, broken);
    return broken.map((rule) => ({ questionId: piece.question.id, rule }));
  });
}

/** A piece is put together for one edition, day and place: what it breaks now it breaks whenever it is told. */
const CHECKED = new WeakMap<DraftPiece, readonly string[]>();

function brokenRules(
  piece: DraftPiece,
  scope: Scope,
  { library, guard }: { readonly library: Library; readonly guard: Guard },
): readonly string[] {
  return [
    ...missingValues(piece),
    ...missingBasis(piece),
    ...piece.citations.flatMap((citation) => brokenCitation(citation, scope, library)),
    ...unfoundedFigures(piece, scope, library),
    ...forbiddenWords(piece, guard),
  ];
}

function missingValues(piece: DraftPiece): string[] {
  return piece.missing.map((placeholder) => `no value for ${placeholder}`);
}

function missingBasis(piece: DraftPiece): string[] {
  return piece.question.outcome === 'answered' &&
    piece.version.clauses.length > 0 &&
    piece.citations.length === 0
    ? ['no clause in force']
    : [];
}

function brokenCitation(citation: Citation, scope: Scope, library: Library): string[] {
  const clause = library.clause(citation.clauseId);
  if (clause === null) return [`unknown clause ${citation.clauseId}`];
  return [
    ...(citation.quote !== '' && clause.text.includes(citation.quote)
      ? []
      : [`quote not in ${clause.id}`]),
    ...(isInForce(clause.inForce, scope.asOf) ? [] : [`${clause.id} not in force`]),
  ];
}

/** What stands behind the figures of a piece: the full text of its clauses, their documents, amounts and contacts. */
function unfoundedFigures(piece: DraftPiece, scope: Scope, library: Library): string[] {
  const told = withoutKnownDates(`${piece.body}\n${piece.spoken}`, scope, library);
  const figures = new Set(statedFigures(told));
  if (figures.size === 0) return [];
  const grounds: ReadonlySet<number>[] = [
    knownFigures(piece.amounts.join('\n')),
    contactFigures(library),
    ...piece.citations.flatMap(({ clauseId }) => {
      const clause = library.clause(clauseId);
      return clause === null ? [] : [clauseFigures(clause, library)];
    }),
  ];
  return [...figures]
    .filter((figure) => !grounds.some((known) => known.has(figure)))
    .map((figure) => `figure ${figure} not in a cited clause`);
}

const OF_CONTACTS = new WeakMap<Library, ReadonlySet<number>>();

function contactFigures(library: Library): ReadonlySet<number> {
  const known =
    OF_CONTACTS.get(library) ??
    knownFigures(library.content.contacts.map(({ value }) => value).join('\n'));
  OF_CONTACTS.set(library, known);
  return known;
}

/** By library too: a document may be published anew around a clause that stays. */
const OF_CLAUSES = new WeakMap<Library, Map<Clause, ReadonlySet<number>>>();

/** The figures of a clause and of what its citation says: stored words, read once for all answers. */
function clauseFigures(clause: Clause, library: Library): ReadonlySet<number> {
  const all = OF_CLAUSES.get(library) ?? new Map<Clause, ReadonlySet<number>>();
  OF_CLAUSES.set(library, all);
  const source = library.source(clause.sourceId);
  const known =
    all.get(clause) ??
    knownFigures(
      [
        ...[clause.text, clause.heading, clause.article],
        ...[clause.inForce.from, clause.inForce.to ?? ''],
        ...[source?.title ?? '', source?.docNumber ?? '', source?.issued ?? ''],
      ].join('\n'),
    );
  all.set(clause, known);
  return known;
}

const SPOKEN_DATE =
  /(?<year>[二〇零一三四五六七八九]{4})年(?:(?<month>[一二三四五六七八九十]{1,2})月(?:(?<day>[一二三四五六七八九十]{1,3})[日号])?)?/gu;

/** 二〇二六年七月一日 as 2026年7月1日: dates are spoken in one form and written in the other. */
function writtenDates(text: string): string {
  return text.replace(SPOKEN_DATE, (_, year: string, month?: string, day?: string) =>
    [
      `${String(chineseValue(year) ?? year)}年`,
      month === undefined ? '' : `${String(chineseValue(month) ?? month)}月`,
      day === undefined ? '' : `${String(chineseValue(day) ?? day)}日`,
    ].join(''),
  );
}

const DATE = /(?<year>20\d\d)年(?:(?<month>\d{1,2})月(?:(?<day>\d{1,2})[日号])?)?/gu;

/** Dates need no clause where they are the year asked for, or the day on which some stored document starts or ends. */
function withoutKnownDates(text: string, scope: Scope, library: Library): string {
  const days = library.turningDays();
  return writtenDates(text).replace(DATE, (whole, year: string, month?: string, day?: string) => {
    if (month === undefined) {
      return year === scope.asOf.slice(0, 4) || days.some((one) => one.startsWith(year))
        ? ''
        : whole;
    }
    const wanted = [
      year,
      month.padStart(2, '0'),
      ...(day === undefined ? [] : [day.padStart(2, '0')]),
    ];
    return days.some((one) => one.startsWith(wanted.join('-'))) ? '' : whole;
  });
}

function forbiddenWords(piece: DraftPiece, guard: Guard): string[] {
  const found = guard.forbidden.exec(`${piece.body}\n${piece.spoken}`);
  return found === null ? [] : [`forbidden words ${found[0]}`];
}
