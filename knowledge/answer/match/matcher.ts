/**
 * Finds the entries that a question may mean. Many weak witnesses (likeness to single phrasings, typical words,
 * programme, aspect, kind of outcome) are weighed together with weights learned from our own phrasings.
 */
import { type Programme } from '../../model.ts';
import {
  type Features,
  type CutWords,
  charactersOf,
  featuresOfBoth,
  mixFeatures,
} from './features.ts';
import { type LabelModel, buildLabelModel } from './label-model.ts';
import { type PhraseIndex, type PhraseScores, buildPhraseIndex } from './phrase-index.ts';
import { valueAt } from './value-at.ts';
import { type SignalValues, type SignalWeights, weigh } from './signals.ts';

/** An entry as the matcher sees it. */
export interface MatchEntry {
  readonly id: string;
  readonly programme: Programme;
  readonly aspect: string;
  readonly outcome: string;
  readonly phrasings: readonly string[];
  /** Answer and clauses: weaker evidence than phrasings. */
  readonly body: string;
}

export interface MatchQuery {
  readonly features: Features;
  /** The part that asks, without the story around it; the same as `features` where all of it asks. */
  readonly focus: Features;
  /** Programmes that the question names. */
  readonly programmes: ReadonlySet<string>;
}

export interface Match {
  readonly entry: number;
  readonly score: number;
  readonly signals: SignalValues;
}

export interface MatchResult {
  readonly matches: readonly Match[];
  /** Share of the question's weight that any phrasing knows. */
  readonly known: number;
}

export interface Matcher {
  readonly entries: readonly MatchEntry[];
  match(query: MatchQuery, weights: SignalWeights, limit: number): MatchResult;
  rarity(key: string): number;
}

interface Models {
  readonly index: PhraseIndex;
  /** One vector per entry: all its phrasings, their characters, its body. */
  readonly whole: PhraseIndex;
  readonly characters: PhraseIndex;
  readonly bodies: PhraseIndex;
  readonly entry: LabelModel;
  readonly body: LabelModel;
  readonly programme: LabelModel;
  readonly aspect: LabelModel;
  readonly outcome: LabelModel;
}

/** Entries that are weighed in full; the right one was among the first 40 in 99.9 % of the leave-out measurement. */
const SHORTLIST = 40;

/** Builds all tables once: tens of thousands of features, some hundred milliseconds. */
export function buildMatcher(
  entries: readonly MatchEntry[],
  cutWords: CutWords,
  canonicalise: (text: string) => string,
): Matcher {
  const featuresFrom = (text: string): Features => featuresOfBoth(text, canonicalise, cutWords);
  const phrases = entries.flatMap((entry, number) =>
    entry.phrasings.map((text) => ({ entry: number, features: featuresFrom(text) })),
  );
  const labelled = (labelOf: (entry: MatchEntry) => string): LabelModel =>
    buildLabelModel(
      phrases.map((phrase) => ({
        label: labelOf(entryAt(entries, phrase.entry)),
        features: phrase.features,
      })),
    );
  const bodies = entries.map((entry) => featuresFrom(entry.body));
  const wholes = entries.map((_, number) =>
    phrases
      .filter((phrase) => phrase.entry === number)
      .reduce<Features>((sum, phrase) => mixFeatures(sum, phrase.features, 1), new Map()),
  );
  const perEntryIndex = (texts: readonly Features[]): PhraseIndex =>
    buildPhraseIndex(
      texts.map((features, entry) => ({ entry, features })),
      entries.length,
    );
  const models: Models = {
    index: buildPhraseIndex(phrases, entries.length),
    whole: perEntryIndex(wholes),
    characters: perEntryIndex(wholes.map(charactersOf)),
    bodies: perEntryIndex(bodies),
    entry: labelled((entry) => entry.id),
    body: buildLabelModel(
      entries.map((entry, number) => ({
        label: entry.id,
        features: bodies[number] ?? new Map<string, number>(),
      })),
    ),
    programme: labelled((entry) => entry.programme),
    aspect: labelled((entry) => entry.aspect),
    outcome: labelled((entry) => entry.outcome),
  };
  return {
    entries,
    match: (query, weights, limit) => matchQuery(query, { entries, models, weights, limit }),
    rarity: (key) => models.index.rarity(key),
  };
}

interface MatchJob {
  readonly entries: readonly MatchEntry[];
  readonly models: Models;
  readonly weights: SignalWeights;
  readonly limit: number;
}

function matchQuery(query: MatchQuery, job: MatchJob): MatchResult {
  const { entries, models, weights, limit } = job;
  const whole = models.index.score(query.features);
  const focus = query.focus === query.features ? whole : models.index.score(query.focus);
  const likeness = perEntry(whole, models.index.entryOf, entries.length);
  const focusLikeness =
    focus === whole ? likeness : perEntry(focus, models.index.entryOf, entries.length);
  const odds = {
    entry: models.entry.score(query.features),
    body: models.body.score(query.features),
    focus: models.entry.score(query.focus),
    programme: behindBest(models.programme, query.features),
    aspect: behindBest(models.aspect, query.focus),
    outcome: behindBest(models.outcome, query.features),
  };
  const cosines = {
    whole: models.whole.score(query.features).cosine,
    characters: models.characters.score(charactersOf(query.features)).cosine,
    body: models.bodies.score(query.features).cosine,
    focusCharacters: models.characters.score(charactersOf(query.focus)).cosine,
    focusBody: models.bodies.score(query.focus).cosine,
  };
  const shortlist = shortlistOf(likeness, cosines);
  const matches = shortlist.map((number): Match => {
    const entry = entryAt(entries, number);
    const said = query.programmes.has(entry.programme);
    const signals: SignalValues = {
      bestCosine: valueAt(likeness.best, number),
      secondCosine: valueAt(likeness.second, number),
      topCosine: valueAt(likeness.top, number),
      containment: valueAt(likeness.containment, number),
      wholeCosine: valueAt(cosines.whole, number),
      characterCosine: valueAt(cosines.characters, number),
      bodyCosine: valueAt(cosines.body, number),
      entryOdds: valueAt(odds.entry, number),
      bodyOdds: valueAt(odds.body, number),
      focusCosine: valueAt(focusLikeness.best, number),
      focusCharacters: valueAt(cosines.focusCharacters, number),
      focusBody: valueAt(cosines.focusBody, number),
      focusOdds: valueAt(odds.focus, number),
      programmeOdds: odds.programme.get(entry.programme) ?? 0,
      aspectOdds: odds.aspect.get(entry.aspect) ?? 0,
      outcomeOdds: odds.outcome.get(entry.outcome) ?? 0,
      programmeSaid: said ? 1 : 0,
      programmeOther: !said && query.programmes.size > 0 ? 1 : 0,
    };
    return { entry: number, score: weigh(signals, weights), signals };
  });
  matches.sort((a, b) => b.score - a.score);
  return { matches: matches.slice(0, limit), known: whole.known };
}

interface Cosines {
  readonly whole: Float32Array;
  readonly characters: Float32Array;
  readonly body: Float32Array;
  readonly focusCharacters: Float32Array;
  readonly focusBody: Float32Array;
}

interface Likeness {
  readonly best: Float32Array;
  readonly second: Float32Array;
  readonly top: Float32Array;
  readonly containment: Float32Array;
}

function perEntry(scores: PhraseScores, entryOf: Int32Array, size: number): Likeness {
  const best = new Float32Array(size);
  const second = new Float32Array(size);
  const third = new Float32Array(size);
  const containment = new Float32Array(size);
  for (const phrase of scores.touched) {
    const entry = valueAt(entryOf, phrase);
    const value = valueAt(scores.cosine, phrase);
    if (value > valueAt(best, entry)) {
      third[entry] = valueAt(second, entry);
      second[entry] = valueAt(best, entry);
      best[entry] = value;
    } else if (value > valueAt(second, entry)) {
      third[entry] = valueAt(second, entry);
      second[entry] = value;
    } else if (value > valueAt(third, entry)) third[entry] = value;
    containment[entry] = Math.max(valueAt(containment, entry), valueAt(scores.containment, phrase));
  }
  const top = best.map(
    (value, entry) => (value + valueAt(second, entry) + valueAt(third, entry)) / 3,
  );
  return { best, second, top, containment };
}

/** Each label's distance to the best one: 0 for the likeliest, negative for the rest. */
function behindBest(model: LabelModel, features: Features): ReadonlyMap<string, number> {
  const scores = model.score(features);
  const best = scores.reduce((high, score) => Math.max(high, score), 0);
  return new Map(model.labels.map((label, at) => [label, (scores[at] ?? 0) - best]));
}

function shortlistOf(likeness: Likeness, cosines: Cosines): number[] {
  const rough = likeness.second.map(
    (value, entry) =>
      value +
      valueAt(cosines.characters, entry) +
      valueAt(cosines.body, entry) +
      0.3 * (valueAt(cosines.focusCharacters, entry) + valueAt(cosines.focusBody, entry)),
  );
  const numbers: number[] = [];
  rough.forEach((value, entry) => {
    if (value > 0) numbers.push(entry);
  });
  return numbers.sort((a, b) => valueAt(rough, b) - valueAt(rough, a)).slice(0, SHORTLIST);
}

function entryAt(entries: readonly MatchEntry[], number: number): MatchEntry {
  const entry = entries[number];
  if (entry === undefined) throw new Error(`no entry ${String(number)}`);
  return entry;
}
