/** Several questions of one message. */
import { chosenEntry } from '../choose.ts';
import { turnsElsewhere } from '../parts.ts';
import { type MatchEntry } from '../match/matcher.ts';
import { ACROSS } from '../match/spoken.ts';
import {
  ALSO_ANSWER_FROM,
  ANOTHER_OFFICE_FROM,
  ANOTHER_OFFICE_IN_OUR_WORDS_FROM,
  MAX_PARTS,
  NOT_ASKED_BELOW,
  OFFICE_NEAR_FROM,
  OTHER_PROGRAMME_FROM,
  SAME_PROGRAMME_FROM,
  SETTLED_FROM,
  TOLD_INSTEAD_FROM,
  WHOLE_LEADS_FROM,
} from '../settings.ts';
import { type AskState, type Chosen, type PartResult, type Tools } from '../state.ts';

/** Aspects whose answers are figures of one place. */
export const FIGURES: ReadonlySet<string> = new Set(['金额', '标准']);

/** Outcomes that nobody asks for with a question of policy. */
const NOT_ASKED: ReadonlySet<string> = new Set(['collect', 'clarify', 'verify']);

/**
 * What a message asks for, where the likeliest entry is not sure and only takes down, cheers up or verifies, or sends
 * somebody away who told of a need and asks for help.
 */
export function likeliestTold(result: PartResult, text: string, tools: Tools): PartResult {
  const [best] = result.matches;
  const entry = best === undefined ? undefined : tools.matcher.entries[best.entry];
  if (best === undefined || entry === undefined || result.confidence >= SETTLED_FROM) return result;
  if (!entry.outside && isAnotherOffices(result, text, tools))
    return anotherOffice(result, best.score, tools);
  if (entry.outcome === 'urgent' && onlyTalks(text, tools))
    return only(result, tools, ({ outcome }) => outcome !== 'urgent');
  if (result.confidence >= NOT_ASKED_BELOW) return result;
  if (isOfUnnamed(entry, result, text, tools))
    return only(result, tools, (one) => !isOfUnnamed(one, result, text, tools));
  const passedOver = passesOver(entry, text, tools);
  if (passedOver === null) return result;
  const told = only(result, tools, (other) => !passedOver(other));
  return isNear(told, best.score, TOLD_INSTEAD_FROM) ? told : result;
}

/** What is left of it when only such entries may be meant. */
function only(
  result: PartResult,
  { matcher }: Tools,
  isSuch: (entry: MatchEntry) => boolean,
): PartResult {
  const matches = result.matches.filter((match) => {
    const entry = matcher.entries[match.entry];
    return entry !== undefined && isSuch(entry);
  });
  return { ...result, matches };
}

/** Its likeliest entry has at least this share of the likelihood of the best of all. */
function isNear({ matches: [first] }: PartResult, best: number, share: number): boolean {
  return first !== undefined && Math.exp(first.score - best) >= share;
}

/** 俺一个人在家 一天也没个说话的: lonely talk lies near to those in danger, and is not one of them. */
function onlyTalks(text: string, tools: Tools): boolean {
  const { talk, danger } = tools.hearStance(text);
  return talk > danger;
}

/**
 * 给娃申请那个补助一个月多少: without a word of its programme a sum is not told, it would be read as that of another one; nor is
 * anything that holds for some people alone without a word of them.
 */
function isOfUnnamed(
  { programme, aspect, outcome }: MatchEntry,
  { part }: PartResult,
  text: string,
  { cues }: Tools,
): boolean {
  if (outcome !== 'answered' || part.followsUp) return false;
  const lacks = (words: ReadonlyMap<string, RegExp>): boolean =>
    words.get(programme)?.test(text) === false;
  return lacks(cues.peopleOf) || (FIGURES.has(aspect) && lacks(cues.figuresOf));
}

/** It sounds like another office's matter; with a word of ours in it (补贴, 残疾) it has to sound so for sure. */
export function isAnotherOffices({ part }: PartResult, text: string, tools: Tools): boolean {
  const least = part.fieldWords ? ANOTHER_OFFICE_IN_OUR_WORDS_FROM : ANOTHER_OFFICE_FROM;
  return tools.hearStance(text).other >= least;
}

/** The message is another office's matter: one that is near tells which. */
function anotherOffice(result: PartResult, best: number, tools: Tools): PartResult {
  const theirs = only(result, tools, ({ outside }) => outside);
  return isNear(theirs, best, OFFICE_NEAR_FROM) ? theirs : result;
}

type EntryKind = Pick<Tools['matcher']['entries'][number], 'outcome' | 'outside'>;

/** Which entries give way to others, because the best is one of them; null where it does not have to. */
function passesOver(
  best: EntryKind,
  text: string,
  { cues }: Tools,
): ((entry: EntryKind) => boolean) | null {
  if (best.outside)
    return text.search(cues.needs) >= 0 && cues.asksForHelp.test(text)
      ? ({ outside }) => outside
      : null;
  if (!NOT_ASKED.has(best.outcome)) return null;
  // Nobody who tells what happened is better served by kind words alone.
  return best.outcome === 'clarify' || cues.asks.test(text)
    ? ({ outcome }) => NOT_ASKED.has(outcome)
    : null;
}

/** The best entry that says something for the day and place. */
export function bestOf(result: PartResult, state: AskState, tools: Tools): Chosen | null {
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
export function withFurtherQuestions(best: Chosen, state: AskState, tools: Tools): Chosen[] {
  if (!tellsRule(best)) return [best];
  const pieces = state.further();
  const leans = state.part?.followsUp === true && state.part.programmes.size === 0;
  const answersFrom = (least: number): Chosen[] =>
    pieces
      .filter((piece) => piece.confidence >= least)
      .flatMap((piece): Chosen[] => {
        const one = bestOf(piece, state, tools);
        if (one === null) return [];
        if (!tellsRule(one)) return isTheirsAsWell(one, piece, tools) ? [one] : [];
        return goesWith(one, best, piece, leans) || turnsElsewhere(piece.part.text, tools.cues)
          ? [one]
          : [];
      });
  const clear = withoutRepeats(answersFrom(ALSO_ANSWER_FROM));
  // What is named in the message holds for all its pieces: each of them may be less clear by itself then.
  const [named, another] = state.part?.programmes ?? [];
  const likely =
    another === undefined
      ? answersFrom(SAME_PROGRAMME_FROM).filter(({ question }) => question.programme === named)
      : [];
  const sure = leans || (state.whole?.confidence ?? 0) >= WHOLE_LEADS_FROM;
  // Where the best is one of several that were asked, they stand in the order in which they were asked.
  const inOrder = clear.some(({ question }) => question.id === best.question.id) || !sure;
  const leads = clear.length >= 2 && inOrder ? clear : [best, ...clear];
  return withoutRepeats([...leads, ...likely]).slice(0, MAX_PARTS);
}

export function withoutRepeats(chosen: readonly Chosen[]): Chosen[] {
  return chosen.filter(
    (one, at) => chosen.findIndex((other) => other.question.id === one.question.id) === at,
  );
}

/** A rule, or that a figure is not on file: what can stand beside another answer. */
export function tellsRule({ question }: Chosen): boolean {
  return question.outcome === 'answered' || question.reason === 'figure-not-on-file';
}

/** 事故认定书不服找谁, 还有医保卡丢了找谁补 beside a question of ours: another office's matter, and the person is told whose. */
function isTheirsAsWell(
  { question }: Chosen,
  { confidence, part }: PartResult,
  { cues }: Tools,
): boolean {
  const least = cues.turnsElsewhere.test(part.text) ? ALSO_ANSWER_FROM : WHOLE_LEADS_FROM;
  return question.reason === 'out-of-scope' && confidence >= least;
}

/**
 * Another programme goes with the first where the piece names it (还有孤儿的钱是多少) and is clear, or is sure. A piece of a follow-up (谁批, 多久)
 * says nothing without the turn before, which only the whole was read with.
 */
function goesWith(
  { question }: Chosen,
  best: Chosen,
  { part, confidence }: PartResult,
  leans: boolean,
): boolean {
  if (question.programme === best.question.programme) return true;
  if (leans) return false;
  return (
    (confidence >= WHOLE_LEADS_FROM && part.programmes.has(question.programme)) ||
    confidence >= OTHER_PROGRAMME_FROM ||
    ACROSS.has(question.programme)
  );
}
