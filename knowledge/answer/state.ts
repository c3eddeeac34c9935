/** What travels through the pipeline. Steps read it and hand on a new one; nothing is changed in place. */
import { type Question, type QuestionVersion } from '../model.ts';
import { type AskContext, type AskRequest, type PendingChoice } from './contract.ts';
import { type Cues } from './cues.ts';
import { type HearComplaint } from '../complaints/hear.ts';
import { type HearStance } from '../stances/stance-model.ts';
import { type LastDayRequest } from './compose/last-day.ts';
import { type Library } from './library.ts';
import { type Compared } from './match/features.ts';
import { type Match, type Matcher } from './match/matcher.ts';
import { type Said } from './match/spoken.ts';
import { type SignalWeights } from './match/signals.ts';
import { type Words } from './words.ts';

/** The place that a text names, and whether it names several districts. */
export interface FoundPlace {
  readonly district: string | null;
  readonly town: string | null;
  readonly several: boolean;
}

/** For which day and place the answer speaks. */
export interface Scope {
  readonly asOf: string;
  readonly district: string | null;
  /** The person named the day; otherwise it is today or the caller's. */
  readonly asOfSaid: boolean;
  /** A place elsewhere whose rules are asked for: not ours to tell. */
  readonly otherPlace: string | null;
}

/** One of the questions in a message. What it is compared by (`Tools.compared`) is large: nothing that is kept holds it. */
export interface Part extends Said {
  readonly text: string;
  readonly canonical: string;
  /** The asking part of the text; the text itself where all of it asks. */
  readonly asking: string;
  /** It leans on the turn before: what that turn was about counts. */
  readonly followsUp: boolean;
}

export interface PartResult {
  readonly part: Part;
  readonly matches: readonly Match[];
  /** Share of the question that the best entry holds. */
  readonly coverage: number;
  /** 0–1 for the best match. */
  readonly confidence: number;
}

/** One entry that answers, in the wording of the day and place. */
export interface Chosen {
  readonly question: Question;
  readonly version: QuestionVersion;
}

/** How the deciding steps end. */
export type Ending =
  | {
      readonly kind: 'entries';
      readonly chosen: readonly Chosen[];
      /** Named beside them, because the first is not sure. */
      readonly beside?: readonly Chosen[];
      /** The person's own case is asked: the answer is a self-check, marked as preliminary. */
      readonly screen?: boolean;
      readonly confidence: number;
      readonly decision: string;
    }
  | {
      readonly kind: 'clarify';
      readonly choices: readonly PendingChoice[];
      readonly confidence: number;
      readonly decision: string;
    }
  | {
      readonly kind: 'other-place';
      readonly place: string;
      /** The national rules that answer, where there are any. */
      readonly national: readonly Chosen[];
      readonly confidence: number;
      readonly decision: string;
    }
  | {
      readonly kind: 'declined';
      /** `unknown`, `empty`, … : a key of the words `declined.*`. */
      readonly reason: string;
      readonly confidence: number;
      readonly decision: string;
    };

export interface AskState {
  readonly request: AskRequest;
  readonly context: AskContext;
  /** The question as read: normalised, repaired, capped. */
  readonly text: string;
  readonly scope: Scope;
  /** The whole message as a question, null before it is read. */
  readonly part: Part | null;
  /** Its asking pieces, where there are several: read only where somebody needs them. */
  readonly furtherPieces: () => readonly string[];
  /** What the whole message matches, and what its pieces do by themselves. */
  readonly whole: PartResult | null;
  readonly further: () => readonly PartResult[];
  /** It sounds like a complaint as well, but the rule was asked: the answer says how to complain. */
  readonly complains?: boolean;
  /** Help in danger comes first; what was asked beside it is told after it. */
  readonly urgent?: Chosen;
  /** 我问的是…: a question put anew, in so many words. */
  readonly asksAnew?: boolean;
  /** Only a place was said: the last question is meant for it. */
  readonly placeAlone?: boolean;
}

export type StepResult =
  | { readonly kind: 'continue'; readonly state: AskState }
  | { readonly kind: 'stop'; readonly state: AskState; readonly ending: Ending };

export type Step = (state: AskState, tools: Tools) => StepResult;

export const proceed = (state: AskState): StepResult => ({ kind: 'continue', state });
export const stop = (state: AskState, ending: Ending): StepResult => ({
  kind: 'stop',
  state,
  ending,
});

/** Everything that the steps use, built once per snapshot of the content. */
export interface Tools {
  readonly library: Library;
  readonly matcher: Matcher;
  readonly weights: SignalWeights;
  readonly calibration: Calibration;
  readonly cues: Cues;
  readonly words: Words;
  readonly place: string;
  readonly read: (text: string) => string;
  readonly canonicalise: (text: string) => string;
  readonly cutWords: (text: string) => readonly string[];
  /** A text read as a question that stands alone. */
  readonly parts: (text: string) => Part;
  /** What the text of a part is compared by. */
  readonly compared: (part: Part) => Compared;
  readonly findPlace: (text: string) => FoundPlace;
  readonly canonicalDistrict: (name: string) => string | null;
  /** The text is the name of a district or town, or of both, and nothing else. */
  readonly isPlaceName: (text: string) => boolean;
  readonly hearComplaint: HearComplaint;
  /** What a text is for. */
  readonly hearStance: HearStance;
  /**
   * Ranks a text by itself. Of the newest texts it is remembered: many people ask the same few things in the same words, and the
   * sentences of a call are asked again with those that come after them.
   */
  readonly rankAlone: (text: string) => PartResult;
  /** What a person told of the own case, held against the conditions of a programme. */
  readonly workOut: WorkOut;
  /** The last day of a time limit that runs from a day which the person told, as a line; '' where there is none. */
  readonly lastDay: (request: LastDayRequest) => string;
}

/** Lines for the head of a self-check; none where nothing was told that a condition needs. */
export type WorkOut = (
  text: string,
  programme: string,
  scope: Scope,
  today: string,
) => readonly string[];

/** Turns score, margin and coverage into the share of such matches that were right. */
export interface Calibration {
  readonly score: number;
  readonly margin: number;
  readonly coverage: number;
  readonly bias: number;
}
