/** Whether a message is a complaint or report that the office takes, and which entry says what happens next. */
import { rememberingTexts } from '../remembering.ts';
import { type ComplaintCategory } from './complaint-file.ts';
import { type ComplaintReader } from './read-complaint.ts';

export interface HeardComplaint {
  readonly questionId: string;
  readonly confidence: number;
  /** The person said in so many words that it is one, left a number to call, or asked not to be named. */
  readonly said: boolean;
  /** It ends as a question does. */
  readonly asks: boolean;
}

/** `asksAnywhere`: some part of the message asks something. */
export type HearComplaint = (text: string, asksAnywhere: boolean) => HeardComplaint | null;

/**
 * A message that ends in a question. On 1,115 questions and 94 complaints of other hands 0.9 (0.97 for short ones) decided the same, and
 * 0.75 (0.8) took a question down.
 */
const SURE_OF_ASKER_FROM = 0.8;
/** A short one may only want to know what the rule is. */
const SURE_OF_SHORT_ASKER_FROM = 0.9;
const SHORT = 60;
/** A statement of what somebody did, with a question in its middle. */
const SURE_FROM = 0.75;
/** Enough for a person who says that this is a complaint, or who leaves a phone with it: with 0.5 a complaint that ended in a question was answered. */
const LIKELY_FROM = 0.35;
/** Enough where nothing at all is asked: somebody who only tells what was done wants it taken down. */
const ONLY_TOLD_FROM = 0.5;

export interface HearingParts {
  readonly reader: ComplaintReader;
  readonly entries: ReadonlyMap<ComplaintCategory, string>;
  /** Words that say in so many words that somebody complains. */
  readonly explicit: RegExp;
  /** How a message ends that wants to know something. */
  readonly asks: RegExp;
}

/** Messages that were heard: what most of them hold is that they complain of nothing. */
const REMEMBERED = 2000;

/** Questions and other offices' matters are left to the other steps. */
export function complaintHearing(parts: HearingParts): HearComplaint {
  const asking = rememberingTexts(REMEMBERED, (text) => heardIn(text, true, parts));
  const telling = rememberingTexts(REMEMBERED, (text) => heardIn(text, false, parts));
  return (text, asksAnywhere) => (asksAnywhere ? asking : telling)(text);
}

function heardIn(
  text: string,
  asksAnywhere: boolean,
  { reader, entries, explicit, asks }: HearingParts,
): HeardComplaint | null {
  // Most people only ask: they need not be read as if they complained.
  const heard = reader.hear(text, asksAnywhere ? LIKELY_FROM : ONLY_TOLD_FROM);
  if (heard === null || !heard.inScope || heard.isConsultation) return null;
  const said = explicit.test(text) || heard.phone !== null || heard.anonymityAsked;
  const least = asksAnywhere ? sureFrom(text, asks) : ONLY_TOLD_FROM;
  if (!said && heard.complains < least) return null;
  const questionId = entries.get(heard.category);
  return questionId === undefined
    ? null
    : { questionId, confidence: heard.complains, said, asks: asks.test(text) };
}

function sureFrom(text: string, asks: RegExp): number {
  if (!asks.test(text)) return SURE_FROM;
  return Array.from(text).length < SHORT ? SURE_OF_SHORT_ASKER_FROM : SURE_OF_ASKER_FROM;
}
