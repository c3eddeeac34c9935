import { type Match } from '../match/matcher.ts';
import { type Compared, mixFeatures } from '../match/features.ts';
import { rememberingTexts } from '../../remembering.ts';
import { nameSaid } from '../parts.ts';
import {
  CONTEXT_BONUS,
  COVERED_FROM,
  LAST_TURN_SHARE,
  LAST_TURN_SHARE_FOR_ASPECT,
  STANDS_ALONE_FROM,
} from '../settings.ts';
import {
  type AskState,
  type Calibration,
  type Part,
  type PartResult,
  type Step,
  type Tools,
  proceed,
} from '../state.ts';

/** So many are handed on: enough that an entry of each kind is among them. */
const LIMIT = 25;

/** Texts whose ranking is remembered: half a kilobyte each. */
const REMEMBERED = 3000;

/** Ranks the entries for every part; a follow-up is read together with the turn before unless it is clear alone. */
export const retrieve: Step = (state, tools) => {
  if (state.part === null) return proceed(state);
  const whole = rankWhole(state.part, state, tools);
  let pieces: readonly PartResult[] | undefined;
  const further = (): readonly PartResult[] =>
    (pieces ??= state.furtherPieces().map((piece) => rankPiece(piece, whole, tools)));
  return proceed({ ...state, whole, further });
};

/** A piece that names no matter of its own (最后是谁点头) asks about the matter of the message. */
function rankPiece(text: string, whole: PartResult, tools: Tools): PartResult {
  const alone = tools.rankAlone(text);
  const { part } = alone;
  if (part.fieldWords || part.programmes.size > 0 || whole.part.programmes.size > 0) return alone;
  const [best] = whole.matches;
  const programme = best === undefined ? undefined : tools.matcher.entries[best.entry]?.programme;
  const mixed = leaningOn(part, whole.part, LAST_TURN_SHARE, tools);
  return withBonus(rankPart(part, tools, mixed), tools, ({ entry }) =>
    tools.matcher.entries[entry]?.programme === programme ? CONTEXT_BONUS.sameProgramme : 0,
  );
}

/** What a part is compared by together with the text that it leans on. */
function leaningOn(part: Part, other: Part, share: number, tools: Tools): Compared {
  const [now, then] = [tools.compared(part), tools.compared(other)];
  return {
    features: mixFeatures(now.features, then.features, share),
    focus: mixFeatures(now.focus, then.focus, share),
  };
}

function rankWhole(part: Part, state: AskState, tools: Tools): PartResult {
  // Phrasings name places by chance: the name of one never picks an entry.
  if (state.placeAlone === true && state.context.lastQuestion !== null)
    return rankForPlace(state, state.context.lastQuestion, tools);
  if (!part.followsUp || state.context.lastQuestion === null) return tools.rankAlone(part.text);
  // 那我能办低保不 is whole, whatever was told before.
  if (part.programmes.size > 0 && tools.cues.eligible.test(part.text))
    return tools.rankAlone(part.text);
  if (tools.cues.followsUp.test(part.text)) return rankFollowUp(part, state, tools);
  const alone = tools.rankAlone(part.text);
  return alone.confidence >= STANDS_ALONE_FROM ? alone : rankFollowUp(part, state, tools);
}

/** What was asked before, asked of a place: after 那要带啥 and 多久 the latter is meant, though both are remembered. */
function rankForPlace({ context }: AskState, asked: string, tools: Tools): PartResult {
  return withBonus(tools.rankAlone(asked), tools, ({ entry }) =>
    context.questionIds.includes(tools.matcher.entries[entry]?.id ?? '')
      ? CONTEXT_BONUS.placeOfSameEntry
      : 0,
  );
}

/** A programme named now replaces the one of the turn before: 那特困呢 asks the same of another programme. */
function rankFollowUp(part: Part, state: AskState, tools: Tools): PartResult {
  const named = part.programmes.size > 0;
  const before = withoutProgrammes(state.context.lastQuestion ?? '', named, tools);
  const [programme] = part.programmes;
  if (programme !== undefined && onlyNames(part, tools)) {
    const swapped = tools.rankAlone(`${programme}${before}`);
    return withBonus(swapped, tools, ({ entry }) =>
      tools.matcher.entries[entry]?.programme === programme ? CONTEXT_BONUS.swappedProgramme : 0,
    );
  }
  const matter = named ? null : matterKept(part, state, tools);
  if (matter !== null) return rankBareAsk(part, matter, state, tools);
  const last = tools.parts(before);
  const mixed = leaningOn(part, last, shareOfLastTurn(part, tools), tools);
  // 护理的呢 means the degree named before.
  const leaning: Part = part.keys.size > 0 ? part : { ...part, keys: last.keys };
  return withBonus(rankPart(leaning, tools, mixed), tools, (match) =>
    contextBonus(match, part, state, tools),
  );
}

/** 怎么办呢, 要多少天: the matter of the answer before is meant, and nothing but an aspect of it is asked. */
function rankBareAsk(part: Part, matter: string, state: AskState, tools: Tools): PartResult {
  const { programme } = state.context;
  return withBonus(tools.rankAlone(`${matter}${part.text}`), tools, ({ entry }) =>
    tools.matcher.entries[entry]?.programme === programme ? CONTEXT_BONUS.keptProgramme : 0,
  );
}

/**
 * What a message is about that names an aspect or a wish to begin, and no matter of its own: as the turn before named it
 * (孤儿, 高龄津贴), else the programme of the answer. Null where it says more, or the answer was about nothing one applies for.
 */
function matterKept({ canonical, keys }: Part, state: AskState, tools: Tools): string | null {
  const { programme, lastQuestion } = state.context;
  const { cues } = tools;
  if (programme === null || !APPLIED_FOR.has(programme) || keys.size > 0) return null;
  if (!cues.filler.test(canonical.replace(cues.bareAsk, ''))) return null;
  const named = nameSaid(programme, tools.canonicalise(lastQuestion ?? ''), cues);
  return named ?? (OF_SEVERAL_KINDS.has(programme) ? null : programme);
}

/** Ranked anew with what the turn before adds to each. */
function withBonus(result: PartResult, tools: Tools, bonus: (match: Match) => number): PartResult {
  const { part, coverage } = result;
  const matches = result.matches
    .map((match) => ({ ...match, score: match.score + bonus(match) }))
    .sort((a, b) => b.score - a.score);
  const confidence = confidenceOf(matches, coverage, tools.calibration) * ours(part, coverage);
  return { part, coverage, matches, confidence };
}

/** 那特困呢: the same is asked of another programme, and nothing else is said. */
function onlyNames({ canonical }: Part, { cues }: Tools): boolean {
  let rest = canonical;
  for (const names of cues.programmes.values()) rest = rest.replace(names, '');
  return cues.filler.test(rest);
}

/** Longer than where somebody lives (characters). */
const PLACE_ALONE = 10;

/** 得找谁, 我是蓬莱的, 俺家是低保边缘户: nothing is asked that was not asked before. */
function onlyAdds(part: Part, { cues }: Tools): boolean {
  if (cues.pointsBack.test(part.text)) return true;
  if (cues.asks.test(part.text)) return false;
  return part.status.size > 0
    ? part.programmes.size === 0
    : !part.fieldWords && Array.from(part.text).length <= PLACE_ALONE;
}

function shareOfLastTurn(part: Part, tools: Tools): number {
  if (onlyAdds(part, tools)) return 1;
  return part.aspects.size > 0 ? LAST_TURN_SHARE_FOR_ASPECT : LAST_TURN_SHARE;
}

/** What a household can be: 那吃低保的呢 changes who is meant, and keeps 医保 or 复议 as what is asked. */
const STATUSES: ReadonlySet<string> = new Set([
  '低保',
  '特困',
  '临时救助',
  '低保边缘',
  '刚性支出',
  '残疾人两项补贴',
  '儿童保障',
  '老年补贴',
]);

/** What people apply for: 咋弄 after an answer about one of these asks how to apply for it. */
const APPLIED_FOR: ReadonlySet<string> = new Set([
  ...STATUSES,
  '流散人员救助',
  '医疗救助',
  '教育救助',
  '住房救助',
  '就业救助',
  '法律援助',
  '司法救助',
]);

/** Programmes whose name says nothing of which benefit is meant. */
const OF_SEVERAL_KINDS: ReadonlySet<string> = new Set(['儿童保障', '老年补贴']);

function withoutProgrammes(text: string, named: boolean, tools: Tools): string {
  if (!named) return text;
  let rest = tools.canonicalise(text);
  for (const [programme, names] of tools.cues.programmes) {
    if (STATUSES.has(programme)) rest = rest.replace(names, '');
  }
  return rest;
}

function contextBonus(
  match: Match,
  { programmes, aspects }: Part,
  state: AskState,
  tools: Tools,
): number {
  const entry = tools.matcher.entries[match.entry];
  if (entry === undefined) return 0;
  const { context } = state;
  const same =
    aspects.size > 0 ? CONTEXT_BONUS.sameProgrammeForAspect : CONTEXT_BONUS.sameProgramme;
  const related = context.questionIds.some((id) =>
    tools.library.question(id)?.next.includes(entry.id),
  );
  return (
    (programmes.size === 0 && entry.programme === context.programme ? same : 0) +
    (related ? CONTEXT_BONUS.relatedEntry : 0) +
    (context.questionIds.includes(entry.id) ? CONTEXT_BONUS.sameEntry : 0)
  );
}

type RankingTools = Pick<Tools, 'matcher' | 'weights' | 'calibration' | 'compared'>;

function rankPart(part: Part, tools: RankingTools, compared = tools.compared(part)): PartResult {
  const { matches, coverage } = tools.matcher.match({ said: part, compared }, tools.weights, LIMIT);
  return {
    part,
    matches,
    coverage,
    confidence: confidenceOf(matches, coverage, tools.calibration) * ours(part, coverage),
  };
}

/** See `Tools.rankAlone`. */
export function rankingAlone(
  parts: Tools['parts'],
  tools: RankingTools,
): (text: string) => PartResult {
  const remembered = rememberingTexts(REMEMBERED, (text) =>
    figuresOf(rankPart(parts(text), tools)),
  );
  return (text) => resultFrom(remembered(text), parts(text));
}

/** A ranking as numbers in one row: coverage, confidence, then entry and score of each match. A third of what objects take. */
function figuresOf({ coverage, confidence, matches }: PartResult): readonly number[] {
  const figures = [coverage, confidence];
  for (const { entry, score } of matches) figures.push(entry, score);
  // A copy has no room to grow.
  return figures.slice();
}

function resultFrom(figures: readonly number[], part: Part): PartResult {
  const [coverage = 0, confidence = 0] = figures;
  const matches: Match[] = [];
  for (let at = 2; at < figures.length; at += 2)
    matches.push({ entry: figures[at] ?? 0, score: figures[at + 1] ?? 0 });
  return { part, matches, coverage, confidence };
}

/** How far a question is one of ours at all. */
function ours(part: Pick<Part, 'fieldWords'>, coverage: number): number {
  return part.fieldWords ? 1 : Math.min(1, coverage / COVERED_FROM);
}

/** The calibrated share of such matches that were right. */
export function confidenceOf(
  matches: readonly Match[],
  coverage: number,
  calibration: Calibration,
): number {
  const [best, second] = matches;
  if (best === undefined) return 0;
  const margin = Math.min(best.score - (second?.score ?? 0), 10);
  const logit =
    calibration.bias +
    calibration.score * best.score +
    calibration.margin * margin +
    calibration.coverage * coverage;
  return 1 / (1 + Math.exp(-logit));
}
