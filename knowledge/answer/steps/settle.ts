import { chosenEntry, nearestEntry, usualEntry } from '../choose.ts';
import { type SettlingCue, settles } from '../cues.ts';
import { tellsRule } from './further.ts';
import { asksRule } from './hear-complaint.ts';
import { talkEnding } from './small-talk.ts';
import {
  ANOTHER_OFFICE_FROM,
  DANGER_NEAR_FROM,
  LOOKED_UP_BEFORE_RULE_FROM,
  LOOKED_UP_FROM,
  LOOKED_UP_IN_OWN_CASE_FROM,
  LOOKED_UP_IN_TALK_FROM,
  NO_COMPLAINT_BELOW,
  RULE_BEFORE_COMPLAINT_FROM,
  SETTLED_FROM,
} from '../settings.ts';
import { type AskState, type Chosen, type Ending, type PartResult, type Tools } from '../state.ts';

/** Outcomes that are settled by which kind of entry is likelier in sum, not by the single likeliest entry. */
const KINDS_IN_SUM: ReadonlySet<string> = new Set(['collect', 'verify', 'urgent']);

/** A complaint, a wish for a person, a look at the own benefit: told by plain words, or by most of what is near. */
export function settledEnding(
  whole: PartResult,
  best: Chosen | null,
  state: AskState,
  tools: Tools,
): Ending | null {
  const sure = whole.confidence >= SETTLED_FROM;
  const byWords = heardPlainly(whole, best, state, tools);
  if (byWords !== null) return byWords;
  const byStance = talkEnding(whole, state, tools) ?? wantsLookUp(whole, best, state, tools);
  if (byStance !== null) return byStance;
  const outcome = likeliestOutcome(whole, tools);
  if (sure || !KINDS_IN_SUM.has(outcome) || asksRule(state, tools)) return null;
  // 一天也没个说话的: who is lonely and chats is not in danger for being near to those who are.
  if (outcome === 'urgent' && tools.hearStance(state.text).danger < DANGER_NEAR_FROM) return null;
  // Another office's matter is theirs, however much was done wrong in it.
  if (best?.question.reason === 'out-of-scope') return null;
  const chosen = bestOfOutcome(whole, outcome, state, tools);
  return chosen === null || chosen.question.id === best?.question.id
    ? null
    : ending(chosen, whole, `in sum: ${outcome}`);
}

/** Plain words settle it, unless the words are more those of a question that we know. */
function heardPlainly(
  whole: PartResult,
  best: Chosen | null,
  state: AskState,
  tools: Tools,
): Ending | null {
  const cue = settlingCue(best, state, tools);
  if (cue === null) return null;
  const asks = cue.outcome === 'collect' && tools.cues.asks.test(state.text);
  if (
    cue.outcome !== 'screen' &&
    (best?.question.outcome === 'answered' || best?.question.reason === 'out-of-scope') &&
    whole.confidence >= (asks ? RULE_BEFORE_COMPLAINT_FROM : SETTLED_FROM)
  )
    return null;
  const { outcome, entry } = cue;
  const chosen =
    (outcome === null ? null : bestOfOutcome(whole, outcome, state, tools)) ??
    chosenEntry(entry, state.scope, tools);
  return chosen === null ? null : ending(chosen, whole, `settled: ${outcome ?? entry}`);
}

/** 医院给开错药 我要告她: it sounds more like another office's matter than a complaint of ours, and the nearest is theirs. */
function soundsLikeTheirs(best: Chosen | null, { text }: AskState, tools: Tools): boolean {
  const { other, complaint } = tools.hearStance(text);
  return best?.question.reason === 'out-of-scope' && other > complaint;
}

function settlingCue(best: Chosen | null, state: AskState, tools: Tools): SettlingCue | null {
  const cue = tools.cues.settles.find((one) => settles(one, state.text));
  if (cue?.outcome !== 'collect') return cue ?? null;
  return noComplaint(state, tools) || soundsLikeTheirs(best, state, tools) ? null : cue;
}

/** 给个说法 at the end of a question, or of another office's matter, is no complaint; 给查查 of the own money is none either. */
function noComplaint({ text }: AskState, tools: Tools): boolean {
  const { ask, other, own, talk, complaint } = tools.hearStance(text);
  return complaint < NO_COMPLAINT_BELOW && Math.max(ask, other, own, talk) >= ANOTHER_OFFICE_FROM;
}

/** 是不是恁那头给减的 给俺看看: the own benefit is to be looked up, which needs verification. */
function wantsLookUp(
  whole: PartResult,
  best: Chosen | null,
  state: AskState,
  tools: Tools,
): Ending | null {
  if (state.scope.otherPlace !== null) return null;
  if (tellsOfPaper(state, tools)) return null;
  const knowsRule = whole.confidence >= SETTLED_FROM && best !== null && tellsRule(best);
  const { own } = tools.hearStance(state.text);
  if (own < lookedUpFrom(knowsRule, state, tools)) return null;
  // Of what is told no entry verifies: which of those is nearest, the words alone say.
  const near = bestOfOutcome(tools.rankAlone(state.text), 'verify', state, tools);
  const chosen = near ?? chosenEntry(usualEntry('verify', tools), state.scope, tools);
  const confidence = Math.max(own, whole.confidence);
  return chosen === null ? null : ending(chosen, { confidence }, 'wants a look-up');
}

/** 复议几天里提 / 那张通知十月二十签收的: what is told after the way of appeal, and asks for nothing, is of the paper appealed against. */
function tellsOfPaper({ text, part, context }: AskState, { cues }: Tools): boolean {
  return part?.followsUp === true && context.programme === '信访复议' && !cues.asks.test(text);
}

function lookedUpFrom(knowsRule: boolean, { text, part }: AskState, { cues }: Tools): number {
  if (settles(cues.ownCase, text)) return LOOKED_UP_IN_OWN_CASE_FROM;
  if (knowsRule || cues.asksRule.test(text)) return LOOKED_UP_BEFORE_RULE_FROM;
  return part?.followsUp === true ? LOOKED_UP_IN_TALK_FROM : LOOKED_UP_FROM;
}

function ending(
  chosen: Chosen,
  { confidence }: Pick<PartResult, 'confidence'>,
  decision: string,
): Ending {
  return { kind: 'entries', chosen: [chosen], confidence, decision };
}

/** The kind of ending that holds most of the likelihood. */
function likeliestOutcome(whole: PartResult, tools: Tools): string {
  const best = whole.matches[0]?.score ?? 0;
  const sums = new Map<string, number>();
  for (const match of whole.matches) {
    const outcome = tools.matcher.entries[match.entry]?.outcome ?? '';
    sums.set(outcome, (sums.get(outcome) ?? 0) + Math.exp(match.score - best));
  }
  return [...sums].sort((a, b) => b[1] - a[1])[0]?.[0] ?? '';
}

function bestOfOutcome(
  whole: PartResult,
  outcome: string,
  state: AskState,
  tools: Tools,
): Chosen | null {
  const near = nearestEntry(whole, tools, (entry) => entry.outcome === outcome);
  return near === undefined ? null : chosenEntry(near.id, state.scope, tools);
}
