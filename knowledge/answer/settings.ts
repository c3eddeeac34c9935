/** Named numbers of the deciding steps, each with its reason; `npm run answers:evaluate` prints the curve behind them. */

/** Below this confidence nothing is told: with the two next entries beside it, half of such answers still missed. */
export const ANSWER_FROM = 0.13;

/** After help in danger only a fairly clear answer is told: everything else would stand in its way. */
export const BESIDE_HELP_FROM = 0.25;

/** From here to `ANSWER_FROM` the person is asked which of the nearest entries is meant. */
export const CLARIFY_FROM = 0.08;

/**
 * Whoever asks something is not taken down, cheered up or verified by an entry less sure than this, where one that tells
 * something has this share of its likelihood.
 */
export const NOT_ASKED_BELOW = 0.45;
export const TOLD_INSTEAD_FROM = 0.3;

/** Another office's matter is told from here on, or where no entry of ours has this share of its likelihood. */
export const SENT_AWAY_FROM = 0.26;
export const RIVAL_OF_ANOTHER_OFFICE = 0.35;

/** Hard times told without a question are asked on before anything that is less sure than this is told. */
export const HARDSHIP_FIRST_BELOW = 0.4;

/** A condition that is surer than this is told beside the conditions of its programme. */
export const MEANT_AS_WELL_FROM = 0.35;

/** A best entry that sounds like a complaint as well is answered from here on, when nobody said that it is one. */
export const RULE_BEFORE_COMPLAINT_FROM = 0.45;

/** Below this a rule may be what was asked, but not surely: who sounds like a complaint all over complains. */
export const RULE_PERHAPS_BELOW = 0.3;

/** A statement, not a question, that sounds this surely like a complaint is one: a complaint may never become an enquiry. */
export const TOLD_FROM = 0.9;

/** What a message is for is heard this surely (0–1): it complains, wants something looked up, is another office's, somebody is in danger, it is only talk. */
export const COMPLAINS_FROM = 0.9;
export const LOOKED_UP_FROM = 0.5;
export const ANOTHER_OFFICE_FROM = 0.6;
export const DANGER_FROM = 0.65;
export const TALKS_FROM = 0.75;

/**
 * The same as `DANGER_FROM` where nothing is asked: who announces harm tells it. On 1,350 questions and complaints and 190 calm
 * sentences in the same words none that asks nothing lay between the two.
 */
export const DANGER_TOLD_FROM = 0.55;

/** Who asks something and sounds this surely like asking is told the rule, whatever wrong stands in the story before it. */
export const ASKS_FROM = 0.7;

/** The same as `COMPLAINS_FROM` where a rule that we know well may be asked. */
export const COMPLAINS_SURELY_FROM = 0.98;

/** The same as `ANOTHER_OFFICE_FROM` where a word of ours was said: 农机补贴, 老党员补助. */
export const ANOTHER_OFFICE_IN_OUR_WORDS_FROM = 0.85;

/** A rule as sure as this is told to whoever only seems to talk. */
export const RULE_IN_TALK_FROM = 0.35;

/** The same as `DANGER_FROM` where most of the nearest entries are of danger as well. */
export const DANGER_NEAR_FROM = 0.45;

/** Thanks and small talk after help in danger are what they are from here on. */
export const SMALL_TALK_FROM = 0.4;

/** Who sounds like a complaint from here on is told, beside the rule, that it can be registered. */
export const COMPLAINT_OFFERED_FROM = 0.5;

/** The same as `LOOKED_UP_FROM` for a piece of a talk: 就是上个月初三交的 tells more of what was asked before. */
export const LOOKED_UP_IN_TALK_FROM = 0.85;

/** The same where a rule is known or asked for in the same words (低保几号发, 我的低保发了没), or somebody says that it is a complaint. */
export const LOOKED_UP_BEFORE_RULE_FROM = 0.9;

/** The same where the words speak of what was done in the own case (批了没, 这月咋少了): only who surely asks for a rule does not mean that. */
export const LOOKED_UP_IN_OWN_CASE_FROM = 0.12;

/** The same where it sounds like a complaint as well: 往月早进折子了 一分没见 给看看. */
export const LOOKED_UP_BEFORE_COMPLAINT_FROM = 0.2;

/** Words of complaint settle nothing where somebody complains less surely than this. */
export const NO_COMPLAINT_BELOW = 0.15;

/** An entry of another office has at least this share of the best one's likelihood, where the message is another office's. */
export const OFFICE_NEAR_FROM = 0.05;

/** A best entry surer than this is what was asked, whatever else the words sound like (投诉, 没人管). */
export const SETTLED_FROM = 0.6;

/** The same where nothing is asked and it sounds like a complaint. */
export const SURE_WITHOUT_QUESTION_FROM = 0.9;

/** A further question about another programme than the first is answered from here on. */
export const OTHER_PROGRAMME_FROM = 0.6;

/**
 * A question without any word of ours must share at least this much (by rarity) with the best entry before its confidence
 * counts in full: phrasings cannot teach what is foreign, because all of them are ours.
 */
export const COVERED_FROM = 0.2;

/** So many choices stand with a question back. */
export const MAX_CHOICES = 3;

/** A further question of the same message is answered when it is clear by itself: it was cut off and carries no story. */
export const ALSO_ANSWER_FROM = 0.4;

/** A whole message that is at least this clear is answered first, whatever its pieces ask by themselves. */
export const WHOLE_LEADS_FROM = 0.5;

/** The same for a piece of a message that names one programme, when the piece leads to an entry of that programme. */
export const SAME_PROGRAMME_FROM = 0.25;

/**
 * An answer less sure than this is followed by the next entries in short, as long as each has `BESIDE_FROM` of the first
 * one's likelihood: the right one is among the first three in three of four cases where it is not the first. Measured on
 * 145 questions that nobody had seen: 78 % wholly right, against 70 % with their titles alone; asking back instead, where
 * two are as likely as each other, cost more right answers than wrong ones.
 */
export const TELL_MORE_BELOW = 0.75;
export const BESIDE_FROM = 0.15;

/** A piece of the message stands in short beside the answer from here on. */
export const PIECE_BESIDE_FROM = 0.2;

/** At most so many entries stand in short beside the first; one more where several things were asked. */
export const MAX_BESIDE = 2;
export const MAX_BESIDE_SEVERAL = 3;

/** Confidence from which a question is taken as complete, although the turn before could complete it. */
export const STANDS_ALONE_FROM = 0.85;

/** What the turn before adds to an entry's score (log-odds), measured on follow-ups of our own. */
export const CONTEXT_BONUS = {
  sameProgramme: 1.2,
  relatedEntry: 0.8,
  sameEntry: -0.3,
  /** 那得等几天: its own aspect is named, so that only the programme is missing. */
  sameProgrammeForAspect: 2,
  /** 要多少天: only an aspect of the programme before is asked. */
  keptProgramme: 3,
  /** 那特困呢: the words are those of the turn before, and lie near the entry that answered it. */
  swappedProgramme: 3,
  /** A place alone: what was asked before is asked of that place, so the entry that answered it answers again. */
  placeOfSameEntry: 3,
} as const;

/** Share at which the words of the turn before join a follow-up. */
export const LAST_TURN_SHARE = 0.4;

/** The same where the follow-up names an aspect of its own: the words of the turn before belong to another one. */
export const LAST_TURN_SHARE_FOR_ASPECT = 0.2;

/** At most so many questions of one message are answered. */
export const MAX_PARTS = 3;

/** Longer texts are read up to here; the office refuses them earlier. */
export const MAX_CHARACTERS = 2000;

/** So many turns in a row without an answer, and a person is offered. */
export const TRIES_BEFORE_PERSON = 2;
