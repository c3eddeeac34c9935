/**
 * Finds the entries that a question may mean. Many weak witnesses (likeness to single phrasings, typical words,
 * programme, aspect, kind of outcome) are weighed together with weights learned from our own phrasings.
 */
import { type Programme } from '../../model.ts';
import { type CutWords, type Features, charactersOf, featuresOfBoth } from './features.ts';
import { type LabelModel, buildLabelModel } from './label-model.ts';
import { type PhraseIndex, buildPhraseIndex } from './phrase-index.ts';
import { type SignalValues, type SignalWeights, weigh } from './signals.ts';
import { valueAt } from './value-at.ts';

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
  readonly features: Features;
  /** The part that asks, without the story around it; the same as `features` where all of it asks. */
  readonly focus: Features;
  /** Outcomes that the person's stance speaks for. */
  readonly stances: ReadonlySet<string>;
  /** Programmes that the question names, and that its asking part names. */
  readonly programmes: ReadonlySet<string>;
  readonly asked: ReadonlySet<string>;
  /** Aspects that the asking part names. */
  readonly aspects: ReadonlySet<string>;
  /** It holds a word of the field. */
  readonly fieldWords: boolean;
}

export interface Match {
  readonly entry: number;
  readonly score: number;
  readonly signals: SignalValues;
}

export interface MatchResult {
  readonly matches: readonly Match[];
  /** Share of the question's weight (rare words count most) that the best entry holds anywhere. */
  readonly coverage: number;
}

export interface Matcher {
  readonly entries: readonly MatchEntry[];
  match(query: MatchQuery, weights: SignalWeights, limit: number): MatchResult;
}

interface Models {
  readonly phrases: PhraseIndex;
  /** What each entry holds, in its phrasings and in its body. */
  readonly sums: readonly Features[];
  readonly bodyFeatures: readonly Features[];
  /** One vector per entry: the characters of all its phrasings, its body. */
  readonly characters: PhraseIndex;
  readonly bodies: PhraseIndex;
  readonly entry: LabelModel;
  readonly body: LabelModel;
  readonly programme: LabelModel;
  readonly aspect: LabelModel;
  readonly outcome: LabelModel;
}

/** Entries that are weighed in full; the right one was among the first 40 in 95 % of the leave-out measurement. */
const SHORTLIST = 40;

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

/** Builds all tables once: tens of thousands of features, some hundred milliseconds. */
export function buildMatcher(
  entries: readonly MatchEntry[],
  cutWords: CutWords,
  canonicalise: (text: string) => string,
): Matcher {
  const featuresFrom = (text: string): Features => featuresOfBoth(text, canonicalise, cutWords);
  const own = entries.map((entry) => entry.phrasings.map(featuresFrom));
  const sums = own.map(sumOf);
  const bodies = entries.map((entry) => featuresFrom(entry.body));
  const models: Models = {
    phrases: buildPhraseIndex(
      own.flatMap((list, entry) => list.map((features) => ({ entry, features }))),
      entries.length,
    ),
    sums,
    bodyFeatures: bodies,
    characters: onePerEntry(sums.map(charactersOf)),
    bodies: onePerEntry(bodies),
    body: modelOf(entries, bodies, (entry) => entry.id),
    entry: modelOf(entries, sums, (entry) => entry.id),
    programme: modelOf(entries, sums, (entry) => entry.programme),
    aspect: modelOf(entries, sums, (entry) => entry.aspect),
    outcome: modelOf(entries, sums, (entry) => entry.outcome),
  };
  return {
    entries,
    match: (query, weights, limit) => matchQuery(query, { entries, models, weights, limit }),
  };
}

function onePerEntry(texts: readonly Features[]): PhraseIndex {
  return buildPhraseIndex(
    texts.map((features, entry) => ({ entry, features })),
    texts.length,
  );
}

/** What the phrasings of an entry hold together: the models count from it, which saves most of the building time. */
function sumOf(list: readonly Features[]): Features {
  const sum = new Map<string, number>();
  for (const features of list) {
    for (const [key, weight] of features) sum.set(key, (sum.get(key) ?? 0) + weight);
  }
  return sum;
}

function modelOf(
  entries: readonly MatchEntry[],
  texts: readonly Features[],
  labelOf: (entry: MatchEntry) => string,
): LabelModel {
  return buildLabelModel(
    entries.map((entry, number) => ({
      label: labelOf(entry),
      features: texts[number] ?? new Map<string, number>(),
    })),
  );
}

interface MatchJob {
  readonly entries: readonly MatchEntry[];
  readonly models: Models;
  readonly weights: SignalWeights;
  readonly limit: number;
}

function matchQuery(query: MatchQuery, job: MatchJob): MatchResult {
  const evidence = evidenceFor(query, job.models, job.entries.length);
  const matches = shortlistOf(evidence).flatMap((number): Match[] => {
    const entry = job.entries[number];
    if (entry === undefined) return [];
    const signals = {
      ...signalsOf(entry, number, evidence, query),
      ...holding(number, query.focus, job.models),
    };
    const score =
      weigh(signals, job.weights) +
      PRIOR * Math.log1p(entry.links) +
      VERBATIM * Math.max(0, (valueAt(evidence.best, number) - ALMOST) / (1 - ALMOST));
    return [{ entry: number, score, signals }];
  });
  matches.sort((a, b) => b.score - a.score);
  const best = matches[0];
  return {
    matches: matches.slice(0, job.limit),
    coverage: best === undefined ? 0 : holding(best.entry, query.features, job.models).entryHolds,
  };
}

/** Single characters are left out: some of them are in every entry. */
function holding(entry: number, features: Features, models: Models): { entryHolds: number } {
  const sum = models.sums[entry];
  const body = models.bodyFeatures[entry];
  let held = 0;
  let total = 0;
  for (const [key, weight] of features) {
    if (key.startsWith('c')) continue;
    const value = Math.min(1, weight) * models.phrases.rarity(key);
    total += value;
    if (sum?.has(key) === true || body?.has(key) === true) held += value;
  }
  return { entryHolds: total === 0 ? 0 : held / total };
}

/** Everything that the models say about a query, by entry number or label. */
interface Evidence {
  /** The likest and the second likest phrasing of each entry. */
  readonly best: Float32Array;
  readonly second: Float32Array;
  readonly characters: Float32Array;
  readonly body: Float32Array;
  readonly focusCharacters: Float32Array;
  readonly focusBody: Float32Array;
  readonly bodyOdds: Float32Array;
  readonly focusOdds: Float32Array;
  readonly programme: ReadonlyMap<string, number>;
  readonly aspect: ReadonlyMap<string, number>;
  readonly outcome: ReadonlyMap<string, number>;
}

function evidenceFor(query: MatchQuery, models: Models, size: number): Evidence {
  const { features, focus } = query;
  const phrases = models.phrases.score(features);
  const characters = models.characters.score(charactersOf(features)).cosine;
  const body = models.bodies.score(features).cosine;
  const same = focus === features;
  return {
    ...twoBest(phrases.touched, phrases.cosine, models.phrases.entryOf, size),
    characters,
    body,
    focusCharacters: same ? characters : models.characters.score(charactersOf(focus)).cosine,
    focusBody: same ? body : models.bodies.score(focus).cosine,
    bodyOdds: models.body.score(features),
    focusOdds: models.entry.score(focus),
    programme: behindBest(models.programme, features),
    aspect: behindBest(models.aspect, focus),
    outcome: behindBest(models.outcome, features),
  };
}

function signalsOf(
  entry: MatchEntry,
  number: number,
  evidence: Evidence,
  query: MatchQuery,
): Omit<SignalValues, 'entryHolds'> {
  const stance = agreement(query.stances, entry.outcome);
  const named = ACROSS.has(entry.programme) ? NOBODY : query.programmes;
  const asked = ACROSS.has(entry.programme) ? NOBODY : query.asked;
  const programme = agreement(named, entry.programme);
  const focus = agreement(asked, entry.programme);
  const aspect = agreement(query.aspects, entry.aspect);
  return {
    secondCosine: valueAt(evidence.second, number),
    characterCosine: valueAt(evidence.characters, number),
    bodyCosine: valueAt(evidence.body, number),
    bodyOdds: valueAt(evidence.bodyOdds, number),
    focusCharacters: valueAt(evidence.focusCharacters, number),
    focusBody: valueAt(evidence.focusBody, number),
    focusOdds: valueAt(evidence.focusOdds, number),
    programmeOdds: evidence.programme.get(entry.programme) ?? 0,
    aspectOdds: evidence.aspect.get(entry.aspect) ?? 0,
    outcomeOdds: evidence.outcome.get(entry.outcome) ?? 0,
    stanceSaid: stance.said,
    stanceOther: stance.other,
    programmeSaid: programme.said,
    programmeOther: programme.other,
    programmeAsked: focus.said,
    programmeNotAsked: focus.other,
    programmeUnnamed: query.programmes.size === 0 ? entry.named : 0,
    aspectSaid: aspect.said,
    aspectOther: aspect.other,
    outsideWordless: entry.outside && !query.fieldWords ? 1 : 0,
    outsideNamed: entry.outside && query.programmes.size > 0 ? 1 : 0,
  };
}

/** Programmes that lie across the others: 低保 in a question does not speak against them. */
export const ACROSS: ReadonlySet<string> = new Set(['综合', '监督', '信访复议', '个人信息']);
const NOBODY: ReadonlySet<string> = new Set();

function agreement(named: ReadonlySet<string>, own: string): { said: number; other: number } {
  if (named.size === 0) return { said: 0, other: 0 };
  return named.has(own) ? { said: 1, other: 0 } : { said: 0, other: 1 };
}

function twoBest(
  touched: readonly number[],
  cosine: Float32Array,
  entryOf: Int32Array,
  size: number,
): { best: Float32Array; second: Float32Array } {
  const best = new Float32Array(size);
  const second = new Float32Array(size);
  for (const phrase of touched) {
    const entry = valueAt(entryOf, phrase);
    const value = valueAt(cosine, phrase);
    if (value > valueAt(best, entry)) {
      second[entry] = valueAt(best, entry);
      best[entry] = value;
    } else if (value > valueAt(second, entry)) second[entry] = value;
  }
  return { best, second };
}

/** Each label's distance to the best one: 0 for the likeliest, negative for the rest. */
function behindBest(model: LabelModel, features: Features): ReadonlyMap<string, number> {
  const scores = model.score(features);
  const best = scores.reduce((high, score) => Math.max(high, score), 0);
  return new Map(model.labels.map((label, at) => [label, valueAt(scores, at) - best]));
}

function shortlistOf(evidence: Evidence): number[] {
  const rough = evidence.second.map(
    (value, entry) =>
      value +
      valueAt(evidence.characters, entry) +
      valueAt(evidence.body, entry) +
      0.3 * (valueAt(evidence.focusCharacters, entry) + valueAt(evidence.focusBody, entry)),
  );
  const numbers: number[] = [];
  rough.forEach((value, entry) => {
    if (value > 0) numbers.push(entry);
  });
  return numbers.sort((a, b) => valueAt(rough, b) - valueAt(rough, a)).slice(0, SHORTLIST);
}
