/**
 * Finds the entries that a question may mean. Many weak witnesses (likeness to single phrasings, typical words,
 * programme, aspect, kind of outcome) are weighed together with weights learned from our own phrasings.
 */
import { keyAgreement, keysOf } from './keys.ts';
import { type Programme } from '../../model.ts';
import { atOnce } from '../../slices.ts';
import { type ReadFeatures, newTables } from './count-entries.ts';
import { type Compared, type CutWords, type Features, featuresOfBoth } from './features.ts';
import { type Likest, emptyLikest, scoreLikest } from './likest.ts';
import {
  type Chosen,
  scoreHoldingOf,
  scoreLikeness,
  scoreBehindBest,
  scoreTypicalOf,
} from './scores.ts';
import { SIGNALS, type SignalValues, type SignalWeights, inOrderOnce, weigh } from './signals.ts';
import { type LabelsOfEntries, type Said, type Spoken, spokenIn } from './spoken.ts';
import { type MatchTables, labelled } from './tables.ts';
import { type Sparse, sparseOf } from './vocabulary.ts';

/** An entry as the matcher sees it. */
export interface MatchEntry {
  readonly id: string;
  readonly programme: Programme;
  readonly aspect: string;
  readonly outcome: string;
  /** At least one: the title stands among them. */
  readonly phrasings: readonly string[];
  /** Answer and clauses: weaker evidence than phrasings. */
  readonly body: string;
  /** How many other entries lead to it: what is asked often is linked often. */
  readonly links: number;
  /** Share of its phrasings that name its programme. */
  readonly named: number;
  /** It belongs to another office. */
  readonly outside: boolean;
}

export interface MatchQuery {
  readonly said: Said;
  readonly compared: Compared;
}

export interface Match {
  readonly entry: number;
  readonly score: number;
}

/** A match with all that spoke for it: what the weights are learned from. */
export interface WeighedMatch extends Match {
  readonly signals: SignalValues;
}

export interface MatchResult<T extends Match = Match> {
  readonly matches: readonly T[];
  /** Share of the question's weight (rare words count most) that the best entry holds anywhere. */
  readonly coverage: number;
}

export interface Matcher {
  readonly entries: readonly MatchEntry[];
  match(query: MatchQuery, weights: SignalWeights, limit: number): MatchResult;
  /** The same, with what spoke for each. */
  weighed(query: MatchQuery, weights: SignalWeights, limit: number): MatchResult<WeighedMatch>;
}

/** Entries that are weighed in full; the right one was among the first 40 in 95 % of the leave-out measurement. */
const SHORTLIST = 40;

/** What the likeness of the asking part counts beside that of the whole when the shortlist is made. */
const FOCUS_SHARE = 0.3;

/**
 * What being linked adds, in log-odds per e-fold. The phrasings cannot teach it, because every entry has as many of them
 * as any other; people ask for 低保多久批 far oftener than whether a law names no days.
 */
const PRIOR = 0.3;

/**
 * A question asked almost in the words of a stored phrasing (cosine from `ALMOST` up) means that entry. The leave-out
 * measurement cannot teach this either: an entry holds no phrasing twice.
 */
const ALMOST = 0.6;
const VERBATIM = 10;

/** Builds all tables and the matcher over them. */
export function buildMatcher(
  entries: readonly MatchEntry[],
  cutWords: CutWords,
  canonicalise: (text: string) => string,
): Matcher {
  return createMatcher(entries, atOnce(newTables(entries, featureReader(cutWords, canonicalise))));
}

/** How the tables read a text. */
export function featureReader(
  cutWords: CutWords,
  canonicalise: (text: string) => string,
): ReadFeatures {
  return (text) => featuresOfBoth(text, canonicalise, cutWords);
}

/** `tables` must have been built from the same entries. */
export function createMatcher(entries: readonly MatchEntry[], tables: MatchTables): Matcher {
  const labels = {
    programme: labelled(entries.map(({ programme }) => programme)),
    aspect: labelled(entries.map(({ aspect }) => aspect)),
    outcome: labelled(entries.map(({ outcome }) => outcome)),
  };
  const keys = entries.map(({ phrasings }) => keysOf(phrasings[0] ?? ''));
  const evidence = emptyEvidence(entries, tables);
  const priors = Float64Array.from(entries, ({ links }) => PRIOR * Math.log1p(links));
  const named = Float64Array.from(entries, (entry) => entry.named);
  const outside = Uint8Array.from(entries, (entry) => (entry.outside ? 1 : 0));
  const job = { tables, labels, keys, priors, named, outside, evidence };
  return {
    entries,
    match: (query, weights, limit) =>
      matchQuery(query, { ...job, weights: inOrderOnce(weights), limit }, (match) => match),
    weighed: (query, weights, limit) =>
      matchQuery(query, { ...job, weights: inOrderOnce(weights), limit }, (match, signals) => ({
        ...match,
        signals: [...signals],
      })),
  };
}

/** By number, in flat arrays: the entries themselves lie all over the memory. */
interface MatchJob {
  readonly tables: MatchTables;
  /** Programmes, aspects and outcomes, and the number of each entry's own among these labels of the tables. */
  readonly labels: LabelsOfEntries;
  /** The numbers that are names in each entry's title: what it is about, not what people happen to tell. */
  readonly keys: readonly ReadonlySet<string>[];
  /** What being linked adds to each entry's score. */
  readonly priors: Float64Array;
  /** Share of the phrasings that name the programme; 1 for another office's matter. */
  readonly named: Float64Array;
  readonly outside: Uint8Array;
  /** One object serves all questions, one after the other. */
  readonly evidence: Evidence;
  /** In the order of `SIGNALS`. */
  readonly weights: Float64Array;
  readonly limit: number;
}

function matchQuery<T extends Match>(
  query: MatchQuery,
  job: MatchJob,
  told: (match: Match, signals: Float64Array) => T,
): MatchResult<T> {
  const { evidence, tables } = job;
  const read = (words: Features): Sparse => sparseOf(words, tables.vocabulary, tables.features);
  const { said, compared } = query;
  const features = read(compared.features);
  const focus = compared.focus === compared.features ? features : read(compared.focus);
  const shortlist = gather(features, focus, job);
  const { signals } = evidence;
  const matches: T[] = [];
  const spoken = spokenIn(said, job.labels);
  for (const number of shortlist) {
    takeSignals(number, job, said, spoken);
    const score =
      weigh(signals, job.weights) +
      (job.priors[number] ?? 0) +
      VERBATIM * Math.max(0, ((evidence.likest.best[number] ?? 0) - ALMOST) / (1 - ALMOST));
    matches.push(told({ entry: number, score }, signals));
  }
  matches.sort((a, b) => b.score - a.score);
  const best = matches[0];
  if (best !== undefined && focus !== features) {
    withMarks([best.entry], evidence, (one) => {
      scoreHoldingOf(one, features, tables, evidence.holds);
    });
  }
  return {
    matches: matches.slice(0, job.limit),
    coverage: best === undefined ? 0 : (evidence.holds[best.entry] ?? 0),
  };
}

/** Everything that the tables say about a question, by entry or label. */
interface Evidence {
  readonly likest: Likest;
  readonly characters: Float32Array;
  readonly body: Float32Array;
  readonly focusCharacters: Float32Array;
  readonly focusBody: Float32Array;
  /** All likenesses but that of the phrasings, as the shortlist counts them. */
  readonly others: Float64Array;
  /** Of one entry, in the order of `SIGNALS`. */
  readonly signals: Float64Array;
  /** Of the entries on the shortlist only. */
  readonly bodyOdds: Float32Array;
  readonly focusOdds: Float32Array;
  readonly entryOdds: Float32Array;
  readonly holds: Float64Array;
  readonly marks: Uint8Array;
  /** Each label's distance to the best one: 0 for the likeliest, negative for the rest. */
  readonly programme: Float32Array;
  readonly aspect: Float32Array;
  readonly outcome: Float32Array;
}

function emptyEvidence({ length }: readonly MatchEntry[], tables: MatchTables): Evidence {
  const perEntry = (): Float32Array => new Float32Array(length);
  return {
    likest: emptyLikest(tables, length),
    characters: perEntry(),
    body: perEntry(),
    focusCharacters: perEntry(),
    focusBody: perEntry(),
    others: new Float64Array(length),
    signals: new Float64Array(SIGNALS.length),
    bodyOdds: perEntry(),
    focusOdds: perEntry(),
    entryOdds: perEntry(),
    holds: new Float64Array(length),
    marks: new Uint8Array(length),
    programme: new Float32Array(tables.programme.size),
    aspect: new Float32Array(tables.aspect.size),
    outcome: new Float32Array(tables.outcome.size),
  };
}

/** The shortlist, with all that is told of its entries. */
function gather(
  features: Sparse,
  focus: Sparse,
  { tables, evidence }: MatchJob,
): readonly number[] {
  const { characters, body, focusCharacters, focusBody, others } = evidence;
  scoreLikeness(features, tables.characters, characters, true);
  scoreLikeness(features, tables.bodies, body);
  if (focus === features) {
    focusCharacters.set(characters);
    focusBody.set(body);
  } else {
    scoreLikeness(focus, tables.characters, focusCharacters, true);
    scoreLikeness(focus, tables.bodies, focusBody);
  }
  for (let entry = 0; entry < others.length; entry += 1) {
    others[entry] =
      scoreAt(characters, entry) +
      scoreAt(body, entry) +
      FOCUS_SHARE * (scoreAt(focusCharacters, entry) + scoreAt(focusBody, entry));
  }
  const near = scoreLikest(features, tables, evidence.likest, { others, count: SHORTLIST });
  const shortlist = shortlistOf(near, evidence);
  withMarks(shortlist, evidence, (chosen) => {
    scoreTypicalOf(chosen, features, tables.body, evidence.bodyOdds);
    scoreTypicalOf(chosen, focus, tables.entry, evidence.focusOdds);
    if (focus === features) evidence.entryOdds.set(evidence.focusOdds);
    else scoreTypicalOf(chosen, features, tables.entry, evidence.entryOdds);
    scoreHoldingOf(chosen, focus, tables, evidence.holds);
  });
  scoreBehindBest(features, tables.programme, evidence.programme);
  scoreBehindBest(focus, tables.aspect, evidence.aspect);
  scoreBehindBest(features, tables.outcome, evidence.outcome);
  return shortlist;
}

function withMarks(
  numbers: readonly number[],
  { marks }: Evidence,
  work: (chosen: Chosen) => void,
): void {
  for (const number of numbers) marks[number] = 1;
  work({ numbers, marks });
  for (const number of numbers) marks[number] = 0;
}

const NONE: ReadonlySet<string> = new Set();

/** One after the other into an array that serves all entries: forty lists a question cost as much as the weighing. */
function takeSignals(
  number: number,
  { evidence, labels, keys, named, outside }: MatchJob,
  words: Said,
  spoken: Spoken,
): void {
  const { signals, likest } = evidence;
  const programme = labelAt(labels.programme.labelOf, number);
  const aspect = labelAt(labels.aspect.labelOf, number);
  const outcome = labelAt(labels.outcome.labelOf, number);
  const key = keyAgreement(words.keys, keys[number] ?? NONE);
  const isOutside = outside[number] === 1;
  let at = 0;
  const take = (value: number): void => {
    signals[at] = value;
    at += 1;
  };
  const takeBoth = (said: Int8Array, label: number): void => {
    const own = said[label] ?? 0;
    take(own > 0 ? 1 : 0);
    take(own < 0 ? 1 : 0);
  };
  // In the order of `SIGNALS`.
  take(evidence.holds[number] ?? 0);
  take(scoreAt(likest.second, number));
  take(scoreAt(likest.third, number));
  take(scoreAt(likest.title, number));
  take(scoreAt(likest.mean, number));
  take(scoreAt(evidence.entryOdds, number));
  take(scoreAt(evidence.characters, number));
  take(scoreAt(evidence.body, number));
  take(scoreAt(evidence.bodyOdds, number));
  take(scoreAt(evidence.focusCharacters, number));
  take(scoreAt(evidence.focusBody, number));
  take(scoreAt(evidence.focusOdds, number));
  take(scoreAt(evidence.programme, programme));
  take(scoreAt(evidence.aspect, aspect));
  take(scoreAt(evidence.outcome, outcome));
  takeBoth(spoken.stances, outcome);
  takeBoth(spoken.programmes, programme);
  takeBoth(spoken.asked, programme);
  take(key.said);
  take(key.other);
  takeBoth(spoken.status, programme);
  take(words.programmes.size + words.status.size === 0 ? (named[number] ?? 0) : 0);
  takeBoth(spoken.aspects, aspect);
  take(isOutside && !words.fieldWords ? 1 : 0);
  take(isOutside && words.programmes.size > 0 ? 1 : 0);
}

// One kind of array each: a function that knows several is slow.
function scoreAt(scores: Float32Array, at: number): number {
  return scores[at] ?? 0;
}

function labelAt(labels: Uint32Array, at: number): number {
  return labels[at] ?? 0;
}

/** The likeliest, the best first; of equals the one that stands first. Most end at the first comparison. */
function shortlistOf(near: readonly number[], evidence: Evidence): number[] {
  const { likest, characters, body, focusCharacters, focusBody } = evidence;
  const rough = new Float32Array(characters.length);
  const numbers: number[] = [];
  let least = 0;
  for (const entry of near) {
    const value = Math.fround(
      scoreAt(likest.second, entry) +
        scoreAt(characters, entry) +
        scoreAt(body, entry) +
        FOCUS_SHARE * (scoreAt(focusCharacters, entry) + scoreAt(focusBody, entry)),
    );
    if (value <= least) continue;
    rough[entry] = value;
    let at = numbers.length;
    while (at > 0 && scoreAt(rough, numbers[at - 1] ?? 0) < value) at -= 1;
    numbers.splice(at, 0, entry);
    if (numbers.length > SHORTLIST) numbers.pop();
    if (numbers.length === SHORTLIST) least = scoreAt(rough, numbers[SHORTLIST - 1] ?? 0);
  }
  return numbers;
}
