/** Compares an answer with a case. The same wordings count as equal as for a careful reader: width, dashes, spaces. */
import { type Answer, type Citation } from '../../knowledge/index.ts';
import { type AnswerCase, type WantedCitation } from './answer-cases.ts';

export interface Problem {
  readonly kind: 'outcome' | 'entry' | 'lacks' | 'says' | 'cites' | 'points' | 'uncited';
  readonly detail: string;
}

/** Everything that keeps an answer from being wholly right. */
export function problemsOf(wanted: AnswerCase, answer: Answer): Problem[] {
  const { expect } = wanted;
  const text = plain(answer.text);
  const problems: Problem[] = [];
  if (expect.outcome.length > 0 && !expect.outcome.includes(answer.outcome)) {
    problems.push({
      kind: 'outcome',
      detail: `${answer.outcome} instead of ${expect.outcome.join('|')}`,
    });
  }
  problems.push(...entryProblems(wanted, answer));
  for (const group of expect.must ?? []) {
    if (!group.some((wording) => text.includes(plain(wording)))) {
      problems.push({ kind: 'lacks', detail: group.slice(0, 6).join(' | ') });
    }
  }
  for (const wrong of expect.mustNot ?? []) {
    if (text.includes(plain(wrong))) problems.push({ kind: 'says', detail: wrong });
  }
  if (answer.outcome === 'answered') problems.push(...citationProblems(wanted, answer));
  const offices = expect.redirect ?? [];
  if (offices.length > 0 && !offices.some((office) => text.includes(plain(office)))) {
    problems.push({ kind: 'points', detail: offices.join(' | ') });
  }
  return problems;
}

function entryProblems({ expect }: AnswerCase, answer: Answer): Problem[] {
  const entries = expect.entries ?? [];
  return entries.length === 0 || entries.some((id) => answer.questionIds.includes(id))
    ? []
    : [
        {
          kind: 'entry',
          detail: `${answer.questionIds.join(', ')} instead of ${entries.join(' | ')}`,
        },
      ];
}

/** Answered, and a fact is false or the question was misunderstood: worse than no answer. */
export function isWrongAnswer(answer: Answer, problems: readonly Problem[]): boolean {
  return (
    answer.outcome === 'answered' &&
    problems.some(
      ({ kind }) => kind === 'lacks' || kind === 'says' || kind === 'outcome' || kind === 'entry',
    )
  );
}

function citationProblems(wanted: AnswerCase, answer: Answer): Problem[] {
  const problems: Problem[] = [];
  const cite = wanted.expect.cite ?? [];
  if (
    cite.length > 0 &&
    !cite.some((one) => answer.citations.some((given) => matches(given, one)))
  ) {
    const given = answer.citations.map((one) => `${one.docNumber ?? one.title} ${one.article}`);
    problems.push({
      kind: 'cites',
      detail: `${given.join('; ')} instead of ${cite
        .slice(0, 4)
        .map((one) => `${one.doc} ${one.article ?? ''}`)
        .join(' | ')}`,
    });
  }
  if (answer.citations.length === 0 && wanted.kind !== 'chitchat') {
    problems.push({ kind: 'uncited', detail: 'no citation' });
  }
  return problems;
}

function matches(given: Citation, wanted: WantedCitation): boolean {
  const key = documentKey(wanted.doc);
  const sameDocument = [given.docNumber, given.title]
    .filter((name) => name !== null)
    .map(documentKey)
    .some((name) => name.includes(key) || key.includes(name));
  return (
    sameDocument && (wanted.article === null || articleNumber(given.article) === wanted.article)
  );
}

function plain(text: string): string {
  return text
    .replace(/[！-～]/gu, (character) => String.fromCharCode(character.charCodeAt(0) - 0xfee0))
    .replace(/[\s*_`>#|]/gu, '')
    .replace(/[—–－~～至]/gu, '-')
    .replace(/,(?=\d{3})/gu, '')
    .toLowerCase();
}

function documentKey(name: string): string {
  return plain(name)
    .replace(/[《》〔〕[\]()（）号]/gu, '')
    .replace(/^中华人民共和国/u, '');
}

const DIGITS = '零一二三四五六七八九';

function articleNumber(article: string): number | null {
  const body = /第?([0-9零〇一二两三四五六七八九十百]+)条?/u.exec(article.replace(/\s/gu, ''))?.[1];
  if (body === undefined) return null;
  if (/^\d+$/u.test(body)) return Number(body);
  let total = 0;
  let digit = 0;
  for (const character of body.replaceAll('〇', '零').replaceAll('两', '二')) {
    if (character === '百' || character === '十') {
      total += (digit || 1) * (character === '百' ? 100 : 10);
      digit = 0;
    } else digit = DIGITS.indexOf(character);
  }
  return total + digit;
}
