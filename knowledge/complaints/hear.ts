/** Whether a message is a complaint or report that the office takes, and which entry says what happens next. */
import { type ComplaintCategory } from './complaint-file.ts';
import { type ComplaintRequest } from './reading.ts';
import { type ReadComplaint } from './read-complaint.ts';

export interface HeardComplaint {
  readonly questionId: string;
  readonly confidence: number;
}

export type HearComplaint = (text: string, request: ComplaintRequest) => HeardComplaint | null;

/**
 * On the development sets every complaint lies above and every question below: a story with a question at its end
 * (有没有先给钱后审的) reaches 0.88, the least clear complaint 0.90.
 */
const SURE_FROM = 0.9;
/** Enough for a person who says that this is a complaint, or who leaves name and phone with it. */
const LIKELY_FROM = 0.6;
/** A short message that ends in a question may only want to know what the rule is. */
const SURE_OF_QUESTION_FROM = 0.97;
const SHORT = 60;

export interface HearingParts {
  readonly read: ReadComplaint;
  readonly entries: ReadonlyMap<ComplaintCategory, string>;
  /** Words that say in so many words that somebody complains. */
  readonly explicit: RegExp;
  /** How a message ends that wants to know something. */
  readonly asks: RegExp;
}

/** Questions and other offices' matters are left to the other steps. */
export function complaintHearing({ read, entries, explicit, asks }: HearingParts): HearComplaint {
  return (text, request) => {
    const heard = read(text, request);
    if (!heard.inScope || heard.isConsultation || heard.complains < LIKELY_FROM) return null;
    const said = explicit.test(text) || heard.phone !== null;
    const mayAsk = Array.from(text).length < SHORT && asks.test(text);
    if (heard.complains < (mayAsk ? SURE_OF_QUESTION_FROM : SURE_FROM) && !said) return null;
    const questionId = entries.get(heard.category);
    return questionId === undefined ? null : { questionId, confidence: heard.complains };
  };
}
