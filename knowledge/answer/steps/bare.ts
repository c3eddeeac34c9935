/** 得等多久哇, 在哪块办呀 at the beginning of a talk: an aspect, and nothing of which it could be asked. */
import { chosenEntry, nearestEntry } from '../choose.ts';
import { type PendingChoice } from '../contract.ts';
import { ACROSS } from '../match/spoken.ts';
import { type AskState, type Ending, type Tools } from '../state.ts';

/** Asks back of which of the commonest matters it is asked; null where it says more, or something is answered for all of them. */
export function bareEnding(state: AskState, tools: Tools): Ending | null {
  if (!namesNothing(state, tools)) return null;
  const choices = tools.cues.usualMatters.flatMap((matter) => choiceFor(matter, state, tools));
  return choices.length < 2
    ? null
    : { kind: 'clarify', choices, confidence: 1, decision: 'names nothing' };
}

function namesNothing({ part, context, whole }: AskState, { cues, matcher }: Tools): boolean {
  if (part === null || context.lastQuestion !== null || part.keys.size > 0) return false;
  const best = matcher.entries[whole?.matches[0]?.entry ?? -1];
  // 电话多少: whom to call is the same whatever somebody wants.
  if (best !== undefined && ACROSS.has(best.programme) && !best.outside) return false;
  return cues.filler.test(part.canonical.replace(cues.bareAsk, ''));
}

/** The entry that answers it for one matter. */
function choiceFor(matter: string, { part, scope }: AskState, tools: Tools): PendingChoice[] {
  const near = nearestEntry(
    tools.rankAlone(`${matter}${part?.text ?? ''}`),
    tools,
    ({ programme }) => programme === matter,
  );
  const chosen = near === undefined ? null : chosenEntry(near.id, scope, tools);
  if (chosen === null) return [];
  const { id, title } = chosen.question;
  return [{ label: title, questionId: id, question: title }];
}
