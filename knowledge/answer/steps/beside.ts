import { chosenEntry } from '../choose.ts';
import { bestOf, withoutRepeats } from './further.ts';
import {
  BESIDE_FROM,
  MAX_BESIDE,
  MAX_BESIDE_SEVERAL,
  PIECE_BESIDE_FROM,
  TELL_MORE_BELOW,
} from '../settings.ts';
import { type AskState, type Chosen, type Tools } from '../state.ts';

/** What other entries may stand beside: an answer, or that a figure is not on file. */
const TOLD_BESIDE: ReadonlySet<string> = new Set(['answered', 'figure-not-on-file']);

const AMOUNT = /元|\{\{amount/u;

/** What a piece of the message may ask besides, then the next entries, where the first is not sure and they are hardly less likely. */
export function besideOf(told: readonly Chosen[], state: AskState, tools: Tools): Chosen[] {
  const [first] = told;
  // A figure that is not on file may not be what was asked: the rule beside it is told as well, but never an amount, which
  // would read as the one that was asked for.
  if (first === undefined || !TOLD_BESIDE.has(first.question.reason ?? first.question.outcome))
    return [];
  const known = new Set(told.map(({ question }) => question.id));
  return withoutRepeats([...ofPieces(state, tools), ...nextLikely(state, tools)])
    .filter(({ question }) => question.outcome === 'answered' && !known.has(question.id))
    .filter(({ version }) => first.question.outcome === 'answered' || !AMOUNT.test(version.answer))
    .slice(0, mostBeside(told, state));
}

/** What is told in full already takes a place of theirs. */
function mostBeside(told: readonly Chosen[], state: AskState): number {
  const most = state.further().length > 1 ? MAX_BESIDE_SEVERAL : MAX_BESIDE;
  return most - (told.length - 1);
}

/** 学费凑不齐找谁 看病报完还剩两万这块找谁: a piece that is not clear enough to be answered in full. */
function ofPieces(state: AskState, tools: Tools): Chosen[] {
  return state
    .further()
    .filter(({ confidence }) => confidence >= PIECE_BESIDE_FROM)
    .map((piece) => bestOf(piece, state, tools))
    .filter((chosen) => chosen !== null);
}

function nextLikely({ whole, scope }: AskState, tools: Tools): Chosen[] {
  const best = whole?.matches[0];
  if (whole === null || best === undefined || whole.confidence >= TELL_MORE_BELOW) return [];
  return whole.matches
    .slice(1)
    .filter((match) => Math.exp(match.score - best.score) >= BESIDE_FROM)
    .map((match) => chosenEntry(tools.matcher.entries[match.entry]?.id ?? '', scope, tools))
    .filter((chosen) => chosen !== null);
}
