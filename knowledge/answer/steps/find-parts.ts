import {
  nameSaid,
  partOf,
  programmesIn,
  questionsWithStory,
  turnsElsewhere,
  withoutAside,
} from '../parts.ts';
import { ANOTHER_OFFICE_FROM, MAX_PARTS } from '../settings.ts';
import { type AskState, type Part, type Step, type Tools, proceed } from '../state.ts';

/** A message this short says hardly anything without the turn before. */
const SHORT = 8;

/**
 * Cuts the message into its questions: first the whole, then each asking piece where there are several. Whether the
 * pieces are really questions of their own is decided later, by what they match.
 */
export const findParts: Step = (state, tools) => {
  const correction =
    state.context.lastQuestion === null ? null : tools.cues.corrects.exec(state.text);
  const corrected = correction !== null;
  const text = corrected ? state.text.replace(tools.cues.corrects, '') : spoken(state, tools);
  // What a follow-up puts aside still says what the talk is about.
  const asked = state.context.lastQuestion === null ? withoutAside(text, tools.cues) : text;
  const read = partOf(asked, tools, corrected);
  const whole = leansOnLastTurn(read, state, tools) ? { ...read, followsUp: true } : read;
  const furtherPieces = (): readonly string[] => {
    const pieces = questionsWithStory(withoutAside(text, tools.cues), tools.cues);
    if (pieces.length < 2) return [];
    return pieces.slice(0, MAX_PARTS + 1).map((piece) => pieceOf(piece, whole, tools));
  };
  return proceed({
    ...state,
    text,
    part: whole,
    furtherPieces,
    asksAnew: correction?.[0].includes('问') === true,
    placeAlone: isPlaceAlone(text, tools),
  });
};

/** A rest shorter than this is no question of its own (characters). */
const LEAST_QUESTION = 3;

/** What is said in a talk after 行 or 知道了 for the last answer. */
function spoken({ text, context }: AskState, { cues }: Tools): string {
  if (context.lastQuestion === null) return text;
  const rest = text.replace(cues.acknowledges, '');
  return Array.from(rest).length < LEAST_QUESTION ? text : rest;
}

/** No name of a place with what stands around it is longer (characters). */
const LONGEST_PLACE = 16;

/** 芝罘区, 我是蓬莱的 */
function isPlaceAlone(text: string, { cues, isPlaceName }: Tools): boolean {
  return text.length <= LONGEST_PLACE && isPlaceName(text.replace(cues.aroundPlace, ''));
}

/** A piece that names no programme asks about the one that the message names: 能不能吃低保？得带啥？ */
function pieceOf(piece: string, whole: Part, tools: Tools): string {
  const [named, another] = whole.programmes;
  if (named === undefined || another !== undefined || !namesNone(piece, tools)) return piece;
  // 还有驾驶证丢了上哪补, 还有残疾证上哪办 have nothing to do with it.
  if (tools.hearStance(piece).other >= ANOTHER_OFFICE_FROM || turnsElsewhere(piece, tools.cues))
    return piece;
  // As the message says it: 信访复议 is the name of two matters, and 复议 of one.
  return `${nameSaid(named, whole.canonical, tools.cues) ?? named}${piece}`;
}

function namesNone(piece: string, tools: Tools): boolean {
  return programmesIn(tools.canonicalise(piece), tools.cues).size === 0;
}

function leansOnLastTurn({ text, programmes }: Part, state: AskState, tools: Tools): boolean {
  if (state.context.lastQuestion === null) return false;
  if (tools.cues.followsUp.test(text) || Array.from(text).length <= SHORT) return true;
  return programmes.size === 0;
}
