import {
  ANSWER_FROM,
  ASKS_FROM,
  COMPLAINS_FROM,
  COMPLAINS_SURELY_FROM,
  COMPLAINT_OFFERED_FROM,
  LOOKED_UP_BEFORE_COMPLAINT_FROM,
  LOOKED_UP_BEFORE_RULE_FROM,
  LOOKED_UP_FROM,
  RULE_BEFORE_COMPLAINT_FROM,
  RULE_PERHAPS_BELOW,
  SENT_AWAY_FROM,
  SETTLED_FROM,
  SURE_WITHOUT_QUESTION_FROM,
  TALKS_FROM,
  TOLD_FROM,
} from '../settings.ts';
import { type AskState, type Step, type StepResult, type Tools, proceed, stop } from '../state.ts';
import { type HeardComplaint } from '../../complaints/hear.ts';
import { chosenEntry, nearestEntry, usualEntry } from '../choose.ts';
import { settles } from '../cues.ts';

/** Outcomes that tell something. */
const ANSWERS: ReadonlySet<string> = new Set(['answered', 'declined', 'screen']);

/** The words are those of a question that we know well: 公开栏贴上当天就没了 asks how long it must hang. */
function asksSurely({ text, whole }: AskState, asksAnywhere: boolean, tools: Tools): boolean {
  const [best] = whole?.matches ?? [];
  const complains = asksAnywhere && tools.hearStance(text).complaint >= COMPLAINS_SURELY_FROM;
  return (
    whole !== null &&
    best !== undefined &&
    !complains &&
    whole.confidence >= (asksAnywhere ? SETTLED_FROM : SURE_WITHOUT_QUESTION_FROM) &&
    ['answered', 'verify'].includes(tools.matcher.entries[best.entry]?.outcome ?? '')
  );
}

/**
 * 折子放书记那儿 合规吗: whoever asks what the rule is gets the rule first, unless the words say that it is a complaint.
 */
export function asksRule(state: AskState, tools: Tools): boolean {
  return (
    isTold(state, tools) &&
    ((state.whole?.confidence ?? 0) >= RULE_BEFORE_COMPLAINT_FROM ||
      tools.cues.asksRule.test(state.text))
  );
}

/** The nearest entry tells something and is near enough to be told. */
function isTold({ whole }: AskState, tools: Tools): boolean {
  const [best] = whole?.matches ?? [];
  return (
    whole !== null &&
    best !== undefined &&
    whole.confidence >= ANSWER_FROM &&
    ANSWERS.has(tools.matcher.entries[best.entry]?.outcome ?? '')
  );
}

/** 他妈改嫁一分不寄，够不够那个补贴: what kin did wrong is told only for what is asked, and all of it sounds like asking. */
function asksBySound(state: AskState, asksAnywhere: boolean, tools: Tools): boolean {
  return asksAnywhere && tools.hearStance(state.text).ask >= ASKS_FROM && isTold(state, tools);
}

/** Longer than any bare wish or word about our own answer (characters): whoever says more tells what happened. */
const WISH_ALONE = 30;

/**
 * 我要跟工作人员说话 is a wish for a person, 你说的太官方了 is about us, though both sound like those who complain of staff;
 * who says more than that tells what happened, unless it is rather talk: 你就回我一句你家批了 我截图给媳妇看.
 */
function wantsElse({ text }: AskState, { cues, hearStance }: Tools): boolean {
  const isElse = cues.settles.some(
    (one) => one.outcome !== 'collect' && one.outcome !== 'verify' && settles(one, text),
  );
  const { talk, complaint } = hearStance(text);
  return isElse && (Array.from(text).length <= WISH_ALONE || talk > complaint);
}

/**
 * A complaint stays a complaint (promise 4): a story of what somebody did is taken down, however much policy it
 * mentions. An entry that the plain ranking found for it tells better what happens next.
 */
export const hearComplaint: Step = (state, tools) => {
  const { text } = state;
  if (state.urgent !== undefined) return proceed(state);
  const asksAnywhere = tools.cues.asks.test(text);
  const heard = tools.hearComplaint(text, asksAnywhere);
  const aside = (): StepResult => proceed({ ...state, complains: true });
  if (heard === null) return byStance(state, tools);
  if (!leavesIt(heard, asksAnywhere) && asksSurely(state, asksAnywhere, tools)) return aside();
  if (!heard.said && state.asksAnew === true) return aside();
  if (isSurelyElse(heard, text, tools) || isNearestTheirs(heard, state, tools))
    return proceed(state);
  if (
    !heard.said &&
    (wantsElse(state, tools) ||
      tellsHardship(text, asksAnywhere, tools) ||
      addsToTalk(state, tools))
  )
    return proceed(state);
  return rulePerhaps(heard, state, asksAnywhere, tools) ? aside() : takenDown(heard, state, tools);
};

/** Nothing else hears a complaint in it than the stance: where it is sure and no rule is likely, it is one. */
function byStance(state: AskState, tools: Tools): StepResult {
  if (complainsPlainly(state, tools)) return takenDown(null, state, tools);
  const offered = tools.hearStance(state.text).complaint >= COMPLAINT_OFFERED_FROM;
  return proceed(offered ? { ...state, complains: true } : state);
}

/** 我举报的那事核实完没有: what became of it is to be looked up, not taken down once more; and talk holds no complaint. */
function isSurelyElse({ said }: HeardComplaint, text: string, tools: Tools): boolean {
  const { own, talk } = tools.hearStance(text);
  return own >= lookedUpFrom(said, text, tools) || talk >= TALKS_FROM;
}

function lookedUpFrom(said: boolean, text: string, { cues }: Tools): number {
  if (said) return LOOKED_UP_BEFORE_RULE_FROM;
  return settles(cues.ownCase, text) ? LOOKED_UP_BEFORE_COMPLAINT_FROM : LOOKED_UP_FROM;
}

/** 判决下来一年了 执行的不接电话: the nearest matter is another office's, and no word of ours was said. */
function isNearestTheirs({ said }: HeardComplaint, { whole }: AskState, tools: Tools): boolean {
  const [best] = whole?.matches ?? [];
  return (
    !said &&
    whole !== null &&
    best !== undefined &&
    !whole.part.fieldWords &&
    whole.confidence >= SENT_AWAY_FROM &&
    tools.matcher.entries[best.entry]?.outside === true
  );
}

/** Who leaves a number or asks not to be named, and sounds like it all over, complains, whatever is asked at the end. */
function leavesIt({ said, confidence }: HeardComplaint, asksAnywhere: boolean): boolean {
  return said && (!asksAnywhere || confidence >= TOLD_FROM);
}

/** It may be the rule that is asked, and nothing says plainly that somebody complains. */
function rulePerhaps(
  heard: HeardComplaint,
  state: AskState,
  asksAnywhere: boolean,
  tools: Tools,
): boolean {
  return (
    !heard.said &&
    !complainsPlainly(state, tools) &&
    !onlyTells(heard, state, asksAnywhere, tools) &&
    (asksRule(state, tools) || asksBySound(state, asksAnywhere, tools))
  );
}

/** 我离婚了，自己带两个孩子，没有工作: nobody did wrong in it, however much it sounds like those who were wronged. */
function tellsHardship(text: string, asksAnywhere: boolean, { cues }: Tools): boolean {
  return !asksAnywhere && cues.hardship.test(text) && !cues.accused.test(text);
}

/** 不是我弟 说错了 是他丈母娘: who goes on with a talk and accuses nobody sharpens what was asked. */
function addsToTalk({ text, part }: AskState, { cues }: Tools): boolean {
  return part?.followsUp === true && !cues.accused.test(text);
}

/** The whole sounds like a complaint, and no rule is surely asked: 俺就问这钱能不能给俺要回来. */
function complainsPlainly({ text, whole }: AskState, tools: Tools): boolean {
  return (
    (whole?.confidence ?? 0) < RULE_PERHAPS_BELOW &&
    tools.hearStance(text).complaint >= COMPLAINS_FROM
  );
}

/** A statement of what somebody did: where nothing is asked, the rule would have to be the surer reading. */
function onlyTells(
  { asks, confidence }: HeardComplaint,
  { text, whole }: AskState,
  asksAnywhere: boolean,
  { cues }: Tools,
): boolean {
  if (!asksAnywhere) return confidence >= (whole?.confidence ?? 0);
  return !asks && confidence >= TOLD_FROM && !cues.asksRule.test(text);
}

function takenDown(heard: HeardComplaint | null, state: AskState, tools: Tools): StepResult {
  const { whole } = state;
  const near =
    whole === null ? undefined : nearestEntry(whole, tools, ({ outcome }) => outcome === 'collect');
  const id = near?.id ?? heard?.questionId ?? usualEntry('collect', tools);
  const chosen = chosenEntry(id, state.scope, tools);
  if (chosen === null) return proceed(state);
  return stop(state, {
    kind: 'entries',
    chosen: [chosen],
    confidence: heard?.confidence ?? tools.hearStance(state.text).complaint,
    decision: 'complaint',
  });
}
