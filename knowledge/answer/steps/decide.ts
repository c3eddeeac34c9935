import { type PendingChoice } from '../contract.ts';
import { chosenEntry } from '../choose.ts';
import { ACROSS } from '../match/matcher.ts';
import { besideOf } from './beside.ts';
import { settledEnding } from './settle.ts';
import {
  ALSO_ANSWER_FROM,
  ANSWER_FROM,
  CLARIFY_FROM,
  MAX_CHOICES,
  MAX_PARTS,
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

/** Aspects whose answers are figures of one place: never told for another place. */
const LOCAL_FIGURES: ReadonlySet<string> = new Set(['金额', '标准']);

/** Aspects under which a person's own case is asked; 基础养老金算不算收入 asks for a rule. */
const ABOUT_THE_CASE: ReadonlySet<string> = new Set([
  '条件',
  '是什么',
  '申请地',
  '家庭成员',
  '标准',
]);

/** Says which entries answer, or that none does. Always the last of the deciding steps. */
export const decide: Step = (state, tools) => stop(state, endingOf(state, tools));

function endingOf(state: AskState, tools: Tools): Ending {
  const [whole, ...pieces] = state.results;
  const confidence = whole?.confidence ?? 0;
  const best = whole === undefined ? null : bestOf(whole, state, tools);
  const settled = whole === undefined ? null : settledEnding(whole, best, state, tools);
  if (settled !== null) return settled;
  if (state.scope.otherPlace !== null) {
    return otherPlace(state.scope.otherPlace, best, confidence);
  }
  if (best === null || confidence < ANSWER_FROM) {
    return (
      clearPiece(pieces, state, tools) ??
      clarify(whole, state, tools) ??
      declined(state, confidence)
    );
  }
  const chosen = withFurtherQuestions(best, pieces, state, tools);
  const conditions = conditionsFor(best, state, tools);
  if (conditions !== null) {
    const known = chosen.some((one) => one.question.id === conditions.question.id);
    return {
      kind: 'entries',
      chosen: known
        ? chosen
        : [chosen[0] ?? best, conditions, ...chosen.slice(1)].slice(0, MAX_PARTS),
      screen: true,
      confidence,
      decision: 'self-check',
    };
  }
  return {
    kind: 'entries',
    chosen,
    beside: besideOf(chosen, state, tools),
    confidence,
    decision: 'matched',
  };
}

/** The answer to one piece of the message that is clear although the whole is not. */
function clearPiece(pieces: readonly PartResult[], state: AskState, tools: Tools): Ending | null {
  const clear = pieces.find((piece) => piece.confidence >= ALSO_ANSWER_FROM);
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

function bestOf(result: PartResult, state: AskState, tools: Tools): Chosen | null {
  for (const match of result.matches.slice(0, 2)) {
    const entry = tools.matcher.entries[match.entry];
    const chosen = entry === undefined ? null : chosenEntry(entry.id, state.scope, tools);
    if (chosen !== null) return chosen;
  }
  return null;
}

/**
 * All questions of the message that are clear by themselves, in the order in which they were asked; the whole message leads
 * where fewer than two are, or where it is clear itself and none of them says the same.
 */
function withFurtherQuestions(
  best: Chosen,
  pieces: readonly PartResult[],
  state: AskState,
  tools: Tools,
): Chosen[] {
  if (!tellsRule(best)) return [best];
  const clear = pieces
    .filter((piece) => piece.confidence >= ALSO_ANSWER_FROM)
    .map((piece) => bestOf(piece, state, tools))
    .filter((one) => one !== null)
    .filter((one) => tellsRule(one) && goesWith(one, best));
  const distinct = clear.filter(
    (one, at) => clear.findIndex((other) => other.question.id === one.question.id) === at,
  );
  const leads =
    distinct.length < 2 || (state.results[0]?.confidence ?? 0) >= SETTLED_FROM
      ? [best, ...distinct]
      : distinct;
  return leads
    .filter((one, at) => leads.findIndex((other) => other.question.id === one.question.id) === at)
    .slice(0, MAX_PARTS);
}

/** A rule, or that a figure is not on file: what can stand beside another answer. */
function tellsRule({ question }: Chosen): boolean {
  return question.outcome === 'answered' || question.reason === 'figure-not-on-file';
}

function goesWith({ question }: Chosen, best: Chosen): boolean {
  return question.programme === best.question.programme || ACROSS.has(question.programme);
}

/** The conditions of the programme, where a person tells of the own household and asks whether it is enough. */
function conditionsFor(best: Chosen, state: AskState, tools: Tools): Chosen | null {
  const { cues } = tools;
  if (best.question.outcome !== 'answered' || !ABOUT_THE_CASE.has(best.question.aspect))
    return null;
  if (!cues.household.test(state.text) || !cues.eligible.test(state.text)) return null;
  const id = cues.conditions.get(best.question.programme);
  return id === undefined ? null : chosenEntry(id, state.scope, tools);
}

function otherPlace(place: string, best: Chosen | null, confidence: number): Ending {
  const national =
    best !== null &&
    confidence >= ANSWER_FROM &&
    best.question.outcome === 'answered' &&
    !LOCAL_FIGURES.has(best.question.aspect)
      ? best
      : null;
  return { kind: 'other-place', place, national, confidence, decision: 'another place' };
}

/** One question back with choices, never twice in a row. */
function clarify(whole: PartResult | undefined, state: AskState, tools: Tools): Ending | null {
  if (whole === undefined || whole.confidence < CLARIFY_FROM || state.context.pending !== null) {
    return null;
  }
  const choices = whole.matches.slice(0, MAX_CHOICES).flatMap((match): PendingChoice[] => {
    const id = tools.matcher.entries[match.entry]?.id ?? '';
    const chosen = chosenEntry(id, state.scope, tools);
    if (chosen?.question.outcome !== 'answered') return [];
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
