/** An assessment in words: what every channel shows, and two sentences to read aloud. */
import { chineseDate } from '../answer/compose/chinese-date.ts';
import { basisLine } from '../answer/compose/compose.ts';
import { type Words } from '../answer/words.ts';
import { type Answer, type Citation } from '../model.ts';
import {
  type AssessedCondition,
  type AssessedRoute,
  type Assessment,
  type CitedLine,
} from './model.ts';

type Assessed = Omit<Assessment, 'answer'>;

export function answerOf(assessed: Assessed, words: Words): Answer {
  const citations = citationsOf(assessed);
  return {
    outcome: 'screen',
    programme: assessed.programme,
    aspect: '条件',
    category: '政策规定',
    text: textOf(assessed, citations, words),
    spoken: spokenOf(assessed, words),
    citations,
    asOf: assessed.asOf,
    district: assessed.district,
    confidence: 1,
    suggestions: assessed.alsoFit.map((check) =>
      words('self-check.suggest', { name: words(`self-check.name.${check}`) }),
    ),
    contacts: [],
    reason: 'self-check',
    questionIds: [],
  };
}

function textOf(assessed: Assessed, citations: readonly Citation[], words: Words): string {
  const name = words(`self-check.name.${assessed.check}`);
  const head = words('self-check.head', { name });
  const summary = words(`self-check.summary.${assessed.standing}`, { name });
  const scope = words('self-check.scope', {
    date: chineseDate(assessed.asOf),
    place: assessed.district ?? words('self-check.no-district'),
  });
  const parts = [
    head,
    ...routesOf(assessed, words),
    footnotes(assessed, words),
    summary,
    amounts(assessed, words),
    section('notes', assessed.notes, words),
    section('bring', assessed.bring, words),
    section('where', assessed.where, words),
    words('self-check.notice'),
    basisLine(citations, { words }),
    scope,
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

/** Ways that are ruled out are told in one line each while another is open: the reader needs what still counts. */
function routesOf(assessed: Assessed, words: Words): readonly string[] {
  const several = assessed.routes.length > 1;
  return assessed.routes.map((route) => {
    const lines = shown(route, assessed).map((condition) => conditionLine(condition, words));
    return [...(several ? [words('self-check.way', { name: route.name })] : []), ...lines].join(
      '\n',
    );
  });
}

function shown(route: AssessedRoute, assessed: Assessed): readonly AssessedCondition[] {
  const other = assessed.standing === 'met' || assessed.standing === 'open';
  return other && route.standing === 'not-met'
    ? route.conditions.filter(({ result }) => result === '不符合')
    : route.conditions;
}

function conditionLine(condition: AssessedCondition, words: Words): string {
  const { name, result, working, citation, hedge } = condition;
  const article =
    citation === null
      ? ''
      : words('self-check.article', { title: citation.title, article: citation.article });
  const mark = hedge === null ? '' : words('self-check.mark');
  return words(`self-check.line-of.${result}`, { name, working, article, mark });
}

/** Said once for all the conditions that carry the mark. */
function footnotes(assessed: Assessed, words: Words): string {
  const marked = assessed.routes.flatMap((route) => shown(route, assessed));
  const hedges = new Set(marked.flatMap(({ hedge }) => hedge ?? []));
  return [...hedges].map((hedge) => words('self-check.footnote', { hedge })).join('\n');
}

function hedgeOf(hedge: string | null, words: Words): string {
  return hedge === null ? '' : words('self-check.hedge', { hedge });
}

function amounts(assessed: Assessed, words: Words): string {
  if (assessed.amounts.length === 0) return '';
  const hedges = new Set(assessed.amounts.flatMap(({ hedge }) => hedge ?? []));
  return [
    words('self-check.section.amounts'),
    ...assessed.amounts.map(({ text }) => words('self-check.item', { text })),
    ...[...hedges].map((hedge) => words('self-check.hedge', { hedge })),
  ].join('\n');
}

function section(key: string, lines: readonly CitedLine[], words: Words): string {
  if (lines.length === 0) return '';
  const items = lines.map(({ text, hedge }) =>
    words('self-check.item', { text: `${text}${hedgeOf(hedge, words)}` }),
  );
  return [words(`self-check.section.${key}`), ...new Set(items)].join('\n');
}

function spokenOf(assessed: Assessed, words: Words): string {
  const name = words(`self-check.name.${assessed.check}`);
  return words(`self-check.spoken.${assessed.standing}`, { name });
}

/** Each clause once, in the order in which it is used. */
function citationsOf(assessed: Assessed): readonly Citation[] {
  const used = [
    ...assessed.routes.flatMap(({ conditions }) => conditions.map(({ citation }) => citation)),
    ...[...assessed.notes, ...assessed.bring, ...assessed.where].map(({ citation }) => citation),
  ];
  const seen = new Set<string>();
  return used.filter((citation): citation is Citation => {
    if (citation === null) return false;
    const key = `${citation.clauseId} ${citation.quote}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
