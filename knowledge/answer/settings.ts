/** Named numbers of the deciding steps, each with its reason; `npm run answers:evaluate` prints the curve behind them. */

/** Below this confidence the best entry is not told: on the measured curve more than half of such answers were wrong. */
export const ANSWER_FROM = 0.2;

/** From here to `ANSWER_FROM` the person is asked which of the nearest entries is meant: one of three is it in half of such cases. */
export const CLARIFY_FROM = 0.12;

/** So many choices stand with a question back. */
export const MAX_CHOICES = 3;

/** A second question of the same message is answered beside the first only when it is clear by itself. */
export const ALSO_ANSWER_FROM = 0.6;

/**
 * Below this confidence the entry in second place is told as well, if it lies within `NEAR_SECOND` of the first
 * (difference of scores, log-odds): with both, the person has what was asked for in four of five such cases.
 */
export const TELL_TWO_BELOW = 0.6;
export const NEAR_SECOND = 1.2;

/** Confidence from which a question is taken as complete, although the turn before could complete it. */
export const STANDS_ALONE_FROM = 0.85;

/** What the turn before adds to an entry's score (log-odds), measured on follow-ups of our own. */
export const CONTEXT_BONUS = { sameProgramme: 1.2, relatedEntry: 0.8, sameEntry: -1 } as const;

/** Share at which the words of the turn before join a follow-up. */
export const LAST_TURN_SHARE = 0.4;

/** At most so many questions of one message are answered. */
export const MAX_PARTS = 3;

/** Longer texts are read up to here; the office refuses them earlier. */
export const MAX_CHARACTERS = 2000;

/** So many turns in a row without an answer, and a person is offered. */
export const TRIES_BEFORE_PERSON = 2;
