import { type Step, proceed, stop } from '../state.ts';
import { chosenEntry } from '../choose.ts';

/**
 * A complaint stays a complaint (promise 4): a story of what somebody did is taken down, however much policy it
 * mentions. An entry that the plain ranking found for it tells better what happens next.
 */
export const hearComplaint: Step = (state, tools) => {
  const heard = tools.hearComplaint(state.text, { today: state.request.today });
  if (heard === null) return proceed(state);
  const [whole] = state.results;
  const found = whole?.matches
    .map((match) => tools.matcher.entries[match.entry])
    .find((entry) => entry?.outcome === 'collect');
  const chosen = chosenEntry(found?.id ?? heard.questionId, state.scope, tools);
  if (chosen === null) return proceed(state);
  return stop(state, {
    kind: 'entries',
    chosen: [chosen],
    confidence: heard.confidence,
    decision: 'complaint',
  });
};
