/** Puts an answer together from stored words: nothing here knows policy, and no sentence is invented. */
import { type Answer, type Citation, type Outcome, type Question } from '../../model.ts';
import { type AskState, type Ending, type Scope, type Tools } from '../state.ts';
import { chineseDate } from './chinese-date.ts';
import { addingLine, withoutOtherSums } from './point.ts';
import { linesOf, pairsOf } from './cite.ts';
import { type DraftPiece, pieceOf, shortPieceOf } from './pieces.ts';

/** A composed answer with what the check needs to judge it. */
export interface Draft {
  readonly answer: Answer;
  readonly pieces: readonly DraftPiece[];
}

const MAX_SUGGESTIONS = 3;

export function composeEntries(
  ending: Extract<Ending, { kind: 'entries' }>,
  { scope, text, request, complains }: Pick<AskState, 'scope' | 'text' | 'request' | 'complains'>,
  tools: Tools,
): Draft {
  const told = ending.chosen.map((chosen) => pieceOf(chosen, scope, tools));
  const beside = (ending.beside ?? []).map((chosen) => shortPieceOf(chosen, scope, tools));
  const pieces = [...told, ...beside];
  const first = pieces[0];
  if (first === undefined) throw new Error('an ending of entries without an entry');
  const screens = ending.screen === true;
  const outcome = screens ? 'screen' : outcomeOf(pieces);
  const citations = mergeCitations(pieces);
  const lines = [
    screens ? tools.words('screen.notice') : '',
    ...(screens ? workedOut(first, { scope, text, request }, tools) : []),
    tools.lastDay({ entry: first.question.id, text, today: request.today, asOf: scope.asOf }),
    told.map((piece) => piece.body).join('\n\n'),
    pointLine(told, text, tools),
    beside.length === 0 ? '' : tools.words('answer.beside'),
    ...beside.map(({ question: { title }, body }) =>
      tools.words('answer.beside.item', { title, body }),
    ),
    complains === true ? tools.words('answer.complain') : '',
    basisLine(citations, tools),
    citations.length > 0 ? scopeLine(scope, tools) : '',
  ];
  const { question } = first;
  return {
    pieces,
    answer: {
      outcome,
      programme: question.programme,
      aspect: question.aspect,
      category: question.category,
      text: lines.filter((line) => line !== '').join('\n'),
      spoken: first.spoken,
      citations,
      asOf: scope.asOf,
      district: scope.district,
      confidence: ending.confidence,
      suggestions: suggestionsOf(pieces, tools),
      contacts: contactsOf(pieces, scope, tools),
      ...reasonOf(question, screens),
      questionIds: pieces.map((piece) => piece.question.id),
    },
  };
}

/** What was told of the own case, with the arithmetic. */
function workedOut(
  { question }: DraftPiece,
  { scope, text, request }: Pick<AskState, 'scope' | 'text' | 'request'>,
  tools: Tools,
): readonly string[] {
  return tools.workOut(text, question.programme, scope, request.today);
}

function reasonOf(question: Question, screens: boolean): { reason?: string } {
  if (screens) return { reason: 'self-check' };
  return question.reason === null ? {} : { reason: question.reason };
}

/** Several entries together have the first one's outcome, unless any of them is an answer; help in danger stays what it is. */
function outcomeOf(pieces: readonly DraftPiece[]): Outcome {
  if (pieces[0]?.question.outcome === 'urgent') return 'urgent';
  const outcomes = pieces.map((piece) => piece.question.outcome);
  return outcomes.find((outcome) => outcome === 'answered') ?? outcomes[0] ?? 'declined';
}

function mergeCitations(pieces: readonly DraftPiece[]): Citation[] {
  const byClause = new Map<string, Citation>();
  for (const citation of pieces.flatMap((piece) => piece.citations)) {
    if (!byClause.has(citation.clauseId)) byClause.set(citation.clauseId, citation);
  }
  return [...byClause.values()];
}

/** 文件要点: a stored line that says more on what was asked than the answer does, marked as our own wording of it. */
function pointLine(pieces: readonly DraftPiece[], asked: string, tools: Tools): string {
  const [first, another] = pieces;
  const said =
    first === undefined || another !== undefined
      ? pairsOf(pieces.map((piece) => piece.body).join('\n'))
      : first.pairs;
  const lines = pieces
    .filter((piece) => piece.question.outcome === 'answered')
    .flatMap((piece) => piece.citations)
    .flatMap(({ clauseId, wording }) => {
      const clause = tools.library.clause(clauseId);
      return clause === null ? [] : linesOf(clause).map((one) => ({ ...one, wording }));
    });
  const told = pieces.map((piece) => piece.body).join('\n');
  const best = addingLine(withoutOtherSums(lines, told), pairsOf(tools.canonicalise(asked)), said);
  return best === null ? '' : tools.words(`answer.point.${best.wording}`, { line: best.line });
}

/** 依据：《…》（文号）第…条. Articles of one document stand together. */
export function basisLine(citations: readonly Citation[], tools: Pick<Tools, 'words'>): string {
  if (citations.length === 0) return '';
  const bySource = new Map<string, Citation[]>();
  for (const citation of citations) {
    bySource.set(citation.sourceId, [...(bySource.get(citation.sourceId) ?? []), citation]);
  }
  const list = [...bySource.values()].map((group) => {
    const first = group[0];
    if (first === undefined) return '';
    const number = first.docNumber === null ? '' : `（${first.docNumber}）`;
    return `《${first.title}》${number}${[...new Set(group.map((one) => one.article))].join('、')}`;
  });
  return tools.words('answer.basis', { list: list.join('；') });
}

export function scopeLine(scope: Scope, tools: Pick<Tools, 'words' | 'place'>): string {
  return tools.words('answer.scope', {
    date: chineseDate(scope.asOf),
    place: scope.district ?? tools.place,
  });
}

function suggestionsOf(pieces: readonly DraftPiece[], tools: Tools): string[] {
  const shown = new Set(pieces.map((piece) => piece.question.id));
  const titles = pieces
    .flatMap((piece) => piece.question.next)
    .filter((id) => !shown.has(id))
    .map((id) => tools.library.question(id)?.title)
    .filter((title) => title !== undefined);
  return [...new Set(titles)].slice(0, MAX_SUGGESTIONS);
}

function contactsOf(
  pieces: readonly DraftPiece[],
  scope: Scope,
  tools: Tools,
): { name: string; value: string }[] {
  const keys = [...new Set(pieces.flatMap((piece) => piece.question.contacts))];
  return keys
    .map((key) => tools.library.contact(key, scope.district))
    .filter((contact) => contact !== null)
    .map(({ name, value }) => ({ name, value }));
}
