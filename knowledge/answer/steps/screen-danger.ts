import { askingPieces } from '../parts.ts';
import {
  type AskState,
  type Chosen,
  type Ending,
  type Step,
  type StepResult,
  type Tools,
  proceed,
  stop,
} from '../state.ts';
import { DANGER_FROM, DANGER_TOLD_FROM, SMALL_TALK_FROM } from '../settings.ts';
import { settles } from '../cues.ts';
import { chosenEntry, nearestEntry } from '../choose.ts';

/** Shorter than any question about policy (characters): 咋办, 有人吗. */
const LONG_ENOUGH = 6;

/** Danger comes before everything else (promise 7): hunger, cold, violence, self-harm, someone who does not breathe. */
export const screenDanger: Step = (state, tools) => {
  for (const cue of tools.cues.danger) {
    const heard = cue.idioms === null ? state.text : state.text.replace(cue.idioms, '　');
    if (!cue.rings.test(heard)) continue;
    const chosen = chosenEntry(cue.entry, state.scope, tools);
    if (chosen === null) continue;
    // 老公老打我，请律师要查收入不: help first, and then what was asked.
    if (asksBesides(heard, cue.rings, tools)) return proceed({ ...state, urgent: chosen });
    return stop(state, urgentEnding(chosen));
  }
  return helpAgain(state, tools) ?? dangerByStance(state, tools) ?? proceed(state);
};

/** Longer than what somebody in danger says after the first words (characters). */
const STILL_IN_DANGER = 24;

/** 没人管我 after help in danger is no complaint and no question of policy. */
function stillInDanger({ text, context }: AskState, tools: Tools): boolean {
  const [last] = context.questionIds;
  if (last === undefined || tools.library.question(last)?.outcome !== 'urgent') return false;
  return (
    Array.from(text).length <= STILL_IN_DANGER &&
    !tools.cues.asks.test(text) &&
    !tools.cues.settles.some((cue) => settles(cue, text)) &&
    tools.hearStance(text).talk < SMALL_TALK_FROM
  );
}

/** No word rings, but the whole sounds like somebody in danger: the nearest help is told. */
function dangerByStance(state: AskState, tools: Tools): StepResult | null {
  const least = tools.cues.asks.test(state.text) ? DANGER_FROM : DANGER_TOLD_FROM;
  if (tools.hearStance(state.text).danger < least) return null;
  const near = nearestEntry(
    tools.rankAlone(state.text),
    tools,
    ({ outcome }) => outcome === 'urgent',
  );
  const chosen = chosenEntry(near?.id ?? tools.cues.dangerEntry, state.scope, tools);
  return chosen === null ? null : stop(state, urgentEnding(chosen));
}

/** The help that was told last, for who is still in danger. */
function helpAgain(state: AskState, tools: Tools): StepResult | null {
  if (!stillInDanger(state, tools)) return null;
  const chosen = chosenEntry(state.context.questionIds[0] ?? '', state.scope, tools);
  return chosen === null ? null : stop(state, urgentEnding(chosen));
}

export function urgentEnding(...chosen: readonly [Chosen, ...Chosen[]]): Ending {
  return {
    kind: 'entries',
    chosen,
    confidence: 1,
    decision: `danger: ${chosen[0].question.id}`,
  };
}

/** A piece of the message asks something of its own, not only what to do now. */
function asksBesides(text: string, rings: RegExp, { cues }: Tools): boolean {
  return askingPieces(text, cues).some(
    (piece) => !rings.test(piece) && !cues.pointsBack.test(piece) && piece.length >= LONG_ENOUGH,
  );
}
