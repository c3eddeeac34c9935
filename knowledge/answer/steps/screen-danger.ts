import { type Step, proceed, stop } from '../state.ts';
import { chosenEntry } from '../choose.ts';

/** Danger comes before everything else (promise 7): hunger, cold, violence, self-harm, someone who does not breathe. */
export const screenDanger: Step = (state, tools) => {
  for (const cue of tools.cues.danger) {
    const heard = cue.idioms === null ? state.text : state.text.replace(cue.idioms, '　');
    if (!cue.rings.test(heard)) continue;
    const chosen = chosenEntry(cue.entry, state.scope, tools);
    if (chosen !== null) {
      return stop(state, {
        kind: 'entries',
        chosen: [chosen],
        confidence: 1,
        decision: `danger: ${cue.entry}`,
      });
    }
  }
  return proceed(state);
};
