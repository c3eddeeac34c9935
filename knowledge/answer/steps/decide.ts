import { type PendingChoice } from '../contract.ts';
import { chosenEntry } from '../choose.ts';
import { bareEnding } from './bare.ts';
import { besideOf } from './beside.ts';
import {
  FIGURES,
  bestOf,
  isAnotherOffices,
  likeliestTold,
  withFurtherQuestions,
  withoutRepeats,
} from './further.ts';
import { settledEnding } from './settle.ts';
import { urgentEnding } from './screen-danger.ts';
import { canBeChosen, isTorn } from './torn.ts';
import {
  ALSO_ANSWER_FROM,
  ANSWER_FROM,
  BESIDE_HELP_FROM,
  CLARIFY_FROM,
  MAX_CHOICES,
  MAX_PARTS,
  MEANT_AS_WELL_FROM,
  HARDSHIP_FIRST_BELOW,
  SETTLED_FROM,
  TRIES_BEFORE_PERSON,
} from '../settings.ts';
import {
  type AskState,
  type Chosen,
  type Ending,
  type PartResult,
  type Step,
  type Tools,
  stop,
} from '../state.ts';

type EntriesEnding = Extract<Ending, { readonly kind: 'entries' }>;

/** Aspects under which a person's own case is asked; 基础养老金算不算收入 asks for a rule. */
const ABOUT_THE_CASE: ReadonlySet<string> = new Set(['条件', '是什么']);
/** The same where the rule is not surely what was asked: 俺孙子上大学 算不算俺家一口人 asks for that rule and no other. */
const PERHAPS_ABOUT_THE_CASE: ReadonlySet<string> = new Set(['申请地', '家庭成员', '标准']);

/** Says which entries answer, or that none does. Always the last of the deciding steps. */
export const decide: Step = (state, tools) =>
  stop(state, state.urgent === undefined ? endingOf(state, tools) : afterHelp(state, tools));

/** Help in danger, and the answer to what was asked besides where it is clear. */
function afterHelp(state: AskState, tools: Tools): Ending {
  const { urgent, whole } = state;
  if (urgent === undefined) throw new Error('no danger was heard');
  const best =
    whole === null || whole.confidence < BESIDE_HELP_FROM ? null : bestOf(whole, state, tools);
  return best?.question.outcome === 'answered' ? urgentEnding(urgent, best) : urgentEnding(urgent);
}

function endingOf(asked: AskState, tools: Tools): Ending {
  const ranked = asked.whole;
  if (ranked === null) return declined(asked, 0);
  const whole = likeliestTold(ranked, asked.text, tools);
  const state = { ...asked, whole };
  if (state.placeAlone === true && state.context.lastQuestion === null)
    return askedBack(state, tools);
  const bare = bareEnding(state, tools);
  if (bare !== null) return bare;
  const { confidence } = whole;
  const best = bestOf(whole, state, tools);
  const settled = settledEnding(whole, best, state, tools);
  if (settled !== null) return settled;
  const chosen =
    best === null || confidence < ANSWER_FROM ? [] : withFurtherQuestions(best, state, tools);
  if (state.scope.otherPlace !== null) {
    return {
      kind: 'other-place',
      place: state.scope.otherPlace,
      national: chosen.filter(holdsEverywhere),
      confidence,
      decision: 'another place',
    };
  }
  const [first] = chosen;
  return first === undefined
    ? withoutEntry(whole, state, tools)
    : withEntry(first, chosen, state, tools);
}

/** Only a place was said and nothing before it: what do you want to know? */
function askedBack(state: AskState, tools: Tools): Ending {
  const chosen = chosenEntry(tools.cues.greetingEntry, state.scope, tools);
  return chosen === null
    ? declined(state, 0)
    : { kind: 'entries', chosen: [chosen], confidence: 1, decision: 'only a place' };
}

/** No entry is likely enough. */
function withoutEntry(whole: PartResult, state: AskState, tools: Tools): Ending {
  return (
    sentAway(whole, state, tools) ??
    clearPiece(state, tools) ??
    onlyHardship(state, tools) ??
    clarify(whole, state, tools) ??
    declined(state, whole.confidence)
  );
}

/** Another office's matter for sure, and one of those that we know is the nearest to it. */
function sentAway(whole: PartResult, state: AskState, tools: Tools): Ending | null {
  const best = bestOf(whole, state, tools);
  return best?.question.reason === 'out-of-scope' && isAnotherOffices(whole, state.text, tools)
    ? {
        kind: 'entries',
        chosen: [best],
        confidence: whole.confidence,
        decision: "another office's",
      }
    : null;
}

function mayBeOurs(whole: PartResult, { text }: AskState, tools: Tools): boolean {
  return isTorn(whole, tools) && !isAnotherOffices(whole, text, tools);
}

function withEntry(
  first: Chosen,
  chosen: readonly Chosen[],
  state: AskState,
  tools: Tools,
): Ending {
  const { whole } = state;
  const confidence = whole?.confidence ?? 0;
  const told = mayBeAskedOn(first, state, tools) ? onlyHardship(state, tools) : null;
  return (
    (told === null ? null : { ...told, beside: besideOf(told.chosen, state, tools) }) ??
    selfCheck(first, chosen, state, tools) ??
    (whole !== null && chosen.length < 2 && mayBeOurs(whole, state, tools)
      ? clarify(whole, state, tools)
      : null) ?? {
      kind: 'entries',
      chosen,
      beside: besideOf(chosen, state, tools),
      confidence,
      decision: 'matched',
    }
  );
}

/** The own case is asked: what was told is held against the conditions. */
function selfCheck(
  best: Chosen,
  chosen: readonly Chosen[],
  state: AskState,
  tools: Tools,
): Ending | null {
  const confidence = state.whole?.confidence ?? 0;
  const conditions = conditionsFor(best, state, tools);
  return conditions === null
    ? null
    : {
        kind: 'entries',
        chosen: conditionsFirst(conditions, chosen, confidence >= MEANT_AS_WELL_FROM),
        screen: true,
        confidence,
        decision: 'self-check',
      };
}

/** Nothing sure is known, and neither help in danger nor a programme that was named is passed over. */
function mayBeAskedOn(
  { question: { outcome, reason } }: Chosen,
  { whole, text }: AskState,
  tools: Tools,
): boolean {
  return (
    (whole?.confidence ?? 0) < HARDSHIP_FIRST_BELOW &&
    !(whole !== null && isAnotherOffices(whole, text, tools)) &&
    (reason === 'out-of-scope' || (outcome === 'answered' && whole?.part.programmes.size === 0))
  );
}

/** 我妈瘫痪三年了，我爸走了，一月挣2800: who tells of hard times and asks nothing is asked on, not sent away. */
function onlyHardship(state: AskState, tools: Tools): EntriesEnding | null {
  const { cues } = tools;
  if (!cues.hardship.test(state.text) || cues.asks.test(state.text)) return null;
  const chosen = chosenEntry(cues.screenEntry, state.scope, tools);
  return chosen === null
    ? null
    : {
        kind: 'entries',
        chosen: [chosen],
        confidence: state.whole?.confidence ?? 0,
        decision: 'hard times told',
      };
}

/** The answer to one piece of the message that is clear although the whole is not. */
function clearPiece(state: AskState, tools: Tools): Ending | null {
  const clear = state.further().find((piece) => piece.confidence >= ALSO_ANSWER_FROM);
  const chosen = clear === undefined ? null : bestOf(clear, state, tools);
  return clear === undefined || chosen === null
    ? null
    : {
        kind: 'entries',
        chosen: [chosen],
        confidence: clear.confidence,
        decision: 'one of its questions matched',
      };
}

/** The conditions of the programme, where a person tells of the own household and asks whether it is enough. */
function conditionsFor(best: Chosen, state: AskState, tools: Tools): Chosen | null {
  const { cues } = tools;
  if (best.question.outcome !== 'answered' || !mayBeAboutTheCase(best, state)) return null;
  if (!cues.household.test(state.text) || !cues.eligible.test(state.text)) return null;
  const id = cues.conditions.get(best.question.programme);
  return id === undefined ? null : chosenEntry(id, state.scope, tools);
}

function mayBeAboutTheCase({ question: { aspect } }: Chosen, { whole }: AskState): boolean {
  if (ABOUT_THE_CASE.has(aspect)) return true;
  return PERHAPS_ABOUT_THE_CASE.has(aspect) && (whole?.confidence ?? 0) < SETTLED_FROM;
}

/**
 * The conditions lead, unless something else than conditions was asked first; another condition of the same programme
 * stays only where it is surely meant as well.
 */
function conditionsFirst(
  conditions: Chosen,
  [best, ...pieces]: readonly Chosen[],
  sure: boolean,
): readonly Chosen[] {
  const { programme, aspect } = conditions.question;
  const isOther = ({ question }: Chosen): boolean =>
    question.programme !== programme || question.aspect !== aspect;
  const leads = best !== undefined && (sure || isOther(best)) ? [best] : [];
  const told =
    leads[0] !== undefined && isOther(leads[0]) ? [...leads, conditions] : [conditions, ...leads];
  return withoutRepeats([...told, ...pieces.filter(isOther)]).slice(0, MAX_PARTS);
}

/** A rule, not a figure of one place, which is never told for another. */
function holdsEverywhere({ question }: Chosen): boolean {
  return question.outcome === 'answered' && !FIGURES.has(question.aspect);
}

/** One question back with choices, never twice in a row. */
function clarify(whole: PartResult, state: AskState, tools: Tools): Ending | null {
  if (whole.confidence < CLARIFY_FROM || state.context.pending !== null) {
    return null;
  }
  const choices = whole.matches.slice(0, MAX_CHOICES).flatMap((match): PendingChoice[] => {
    const id = tools.matcher.entries[match.entry]?.id ?? '';
    const chosen = chosenEntry(id, state.scope, tools);
    if (chosen === null || !canBeChosen(chosen.question.outcome)) return [];
    const { title } = chosen.question;
    return [{ label: title, questionId: id, question: title }];
  });
  return choices.length < 2
    ? null
    : { kind: 'clarify', choices, confidence: whole.confidence, decision: 'asked back' };
}

function declined(state: AskState, confidence: number): Ending {
  const reason =
    state.text === ''
      ? 'empty'
      : state.context.failedTries >= TRIES_BEFORE_PERSON
        ? 'person'
        : 'unknown';
  return { kind: 'declined', reason, confidence, decision: `declined: ${reason}` };
}
