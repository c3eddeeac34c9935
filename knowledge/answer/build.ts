/** Wires content, text and answering rooms into one `Knowledge`. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type CompiledComplaints,
  type ComplaintSource,
  buildComplaintReader,
  compileComplaints,
  readComplaintSource,
} from '../complaints/build.ts';
import { rememberingTexts } from '../remembering.ts';
import { codePrint, contentPrint } from '../kept/print.ts';
import { type Shelf, taken } from '../kept/shelf.ts';
import { type Content, type Synonym } from '../load/content.ts';
import { forbiddenWords } from '../load/forbidden.ts';
import { loadContent } from '../load/load-content.ts';
import { atOnce, inSlices } from '../slices.ts';
import { packagedDictionary } from '../text/dictionary.ts';
import { normalise } from '../text/normalise.ts';
import { createRepairer } from '../text/pinyin.ts';
import { type Readings, readingsFrom } from '../text/pinyin/readings.ts';
import { type PlaceReader, createPlaceReader } from '../text/places.ts';
import { type Segmenter, loadSegmenter } from '../text/segment.ts';
import {
  type ClauseIndex,
  changedClauseIndex,
  clauseSearch,
  openClauseIndex,
} from './clause-search.ts';
import { type ComputeTools, computeTools, computed, recomputed } from './compute.ts';
import { type Knowledge } from './contract.ts';
import { cueFile } from './cue-file.ts';
import { type CueFile } from './cues.ts';
import { type KeptPolicy, openedPolicy, packedPolicy } from './kept-policy.ts';
import { type TextTools, createKnowledge } from './knowledge.ts';
import { canonicaliser } from './match/canonical.ts';
import { type FoundPlace } from './state.ts';
import { rankingFile } from './ranking-file.ts';

export interface KnowledgeOptions {
  /** The folder `knowledge/content`. */
  readonly contentDir: string;
  /** What the service speaks for; the widest district of the content when absent. */
  readonly place?: string;
  /** A steady clock in milliseconds for the timing of steps; no timing when absent. */
  readonly elapsed?: () => number;
  /**
   * Where everything that takes long to compute stays between two starts, so that a start only loads it. When absent all is computed
   * anew, the free search when it is first used.
   */
  readonly shelf?: Shelf;
}

/**
 * Loads, checks and indexes the content, or takes what was computed from the same content by the same code from the shelf.
 * Throws `ContentError` for content that cannot be used. Takes a second or two, mostly for the segmenter's dictionary.
 */
export async function buildKnowledge(options: KnowledgeOptions): Promise<Knowledge> {
  return (await firstEdition(options)).knowledge;
}

/** The policy with all that the next one can take over from it. */
export interface Edition {
  readonly knowledge: Knowledge;
  readonly policy: KeptPolicy;
  readonly room: Room;
  readonly index: ClauseIndex;
}

/** What the content folder says. */
export async function firstEdition(options: KnowledgeOptions): Promise<Edition> {
  const kept = fromShelf(options);
  const known = kept?.policy ?? null;
  const content = known?.content ?? loadContent(options.contentDir);
  const segmenter = loadSegmenter({
    userWords: content.userWords,
    keyWordFile: join(options.contentDir, 'understanding', 'no-key-words.txt'),
    dictionaryChecked: known !== null,
  });
  await Promise.resolve();
  const complaints = known?.complaints ?? readComplaintSource(options.contentDir);
  const room = openRoom(options, { content, complaints }, segmenter);
  const policy = known ?? {
    ...{ content, complaints },
    ...atOnce(computed(content, room.compute, room.readings)),
  };
  if (kept?.policy === null) kept.keep(policy);
  const { cutWords } = room;
  return edition(room, policy, openClauseIndex({ content, cutWords, kept }));
}

/**
 * The policy for other content with the same words, of which most is the same as before: costs what changed, in slices between which
 * people are answered. The result is that of a build from nothing.
 */
export async function nextEdition(before: Edition, content: Content): Promise<Edition> {
  const { room, policy } = before;
  const asked = await inSlices(recomputed(policy, content, room.compute, room.readings));
  const index = await inSlices(changedClauseIndex(before.index, content, room.cutWords));
  return edition(room, { content, complaints: policy.complaints, ...asked }, index);
}

/** What no published piece changes: how texts are read, and what stands in the files of words. */
interface Room {
  readonly options: KnowledgeOptions;
  readonly readings: Readings;
  readonly segmenter: Segmenter;
  readonly cutWords: (text: string) => readonly string[];
  readonly synonyms: readonly Synonym[];
  readonly cues: CueFile;
  readonly forbidden: readonly string[];
  readonly ranking: ReturnType<typeof rankingFile>;
  readonly compute: ComputeTools;
  readonly readPlaces: PlaceReader;
  readonly complaints: CompiledComplaints;
}

function openRoom(
  options: KnowledgeOptions,
  { content, complaints }: { readonly content: Content; readonly complaints: ComplaintSource },
  segmenter: Segmenter,
): Room {
  const file = (name: string): string =>
    readFileSync(join(options.contentDir, 'understanding', name), 'utf8');
  const cutWords = (text: string): readonly string[] => segmenter.cut(text);
  const synonyms = content.synonyms.filter((synonym) => !synonym.context && synonym.means !== '');
  const cues = cueFile(content.lists.get('cues'), content.otherPlaces);
  return {
    ...{ options, segmenter, cutWords, synonyms, cues },
    complaints: compileComplaints(complaints),
    readings: readingsFrom(file('readings.txt')),
    forbidden: forbiddenWords(content.lists.get('forbidden'), content.synonyms).patterns,
    ranking: rankingFile(file('ranking.json')),
    compute: computeTools({ synonyms, cues, text: { cutWords } }),
    readPlaces: createPlaceReader(content),
  };
}

function edition(room: Room, policy: KeptPolicy, index: ClauseIndex): Edition {
  const { options, synonyms, cues, forbidden, ranking } = room;
  const { content, matcher } = policy;
  const text = textTools(room, policy);
  const knowledge = createKnowledge({
    ...{ content, synonyms, text, cues, matcher, forbidden, ranking },
    ruleFigures: content.ruleFigures,
    words: content.replies,
    version: versionOf(content),
    place: options.place ?? widestDistrict(content),
    ...buildComplaintReader(room.complaints, {
      ...{ ...text, normalise },
      canonicalise: canonicaliser(synonyms),
    }),
    searchClauses: clauseSearch(index, room.cutWords),
    elapsed: options.elapsed ?? (() => 0),
  });
  return { knowledge, policy, room, index };
}

/** The shelf with the prints under which this build keeps its things; null without a shelf. */
interface KeptParts {
  readonly shelf: Shelf;
  readonly code: string;
  readonly print: string;
  /** What was computed before; null where it must be computed now. */
  readonly policy: KeptPolicy | null;
  readonly keep: (policy: KeptPolicy) => void;
}

const POLICY_NAME = 'policy';

function fromShelf({ shelf, contentDir }: KnowledgeOptions): KeptParts | null {
  if (shelf === undefined) return null;
  const code = codePrint(packagedDictionary());
  const print = contentPrint(contentDir, code);
  return {
    ...{ shelf, code, print },
    policy: taken(shelf, POLICY_NAME, (bytes) => openedPolicy(bytes, print)),
    keep: (policy) => shelf.write(POLICY_NAME, packedPolicy(print, policy)),
  };
}

/** Messages as they were typed, and what was read in them: a third of a kilobyte each. */
const REMEMBERED = 2000;

function textTools(
  { segmenter, readings, readPlaces }: Room,
  { content, pinyin }: KeptPolicy,
): TextTools {
  const repairer = createRepairer({
    ...{ readings, pinyin: () => pinyin },
    vocabulary: writtenWords(content),
    isCommonWord: (word) => segmenter.knows(word),
    cut: (text) => segmenter.cut(text),
  });
  return {
    read: rememberingTexts(REMEMBERED, (text) =>
      repairer.repair(repairer.fromPinyin(normalise(text))),
    ),
    cutWords: (text) => segmenter.cut(text),
    findPlace: (text) => firstPlace(text, readPlaces),
    canonicalDistrict: (name) => firstPlace(normalise(name), readPlaces).district,
  };
}

/** Words of the field as the documents write them: only these are worth mending others into. */
function writtenWords(content: Content): readonly string[] {
  const written = content.sources
    .flatMap(({ title, clauses }) => [title, ...clauses.map(({ text }) => text)])
    .join('\n');
  return content.userWords.filter((word) => written.includes(word));
}

/** The most exact place that a text names: a town tells its district as well. */
function firstPlace(text: string, readPlaces: PlaceReader): FoundPlace {
  const places = readPlaces(text).filter((place) => place.district !== null);
  const best = places.find((place) => place.town !== null) ?? places[0];
  return {
    district: best?.district ?? null,
    town: best?.town ?? null,
    several: new Set(places.map(({ district }) => district)).size > 1,
  };
}

function widestDistrict(content: Content): string {
  const names = new Set(content.districts.map((district) => district.name));
  const widest = content.districts.find((district) => !names.has(district.parent));
  if (widest === undefined) throw new Error('the content names no district to speak for');
  return widest.name;
}

/** Changes with every entry, clause or amount: enough to see that two processes serve the same content. */
function versionOf({ questions, sources, standards, contacts }: Content): string {
  let hash = 0xcbf29ce4;
  for (const list of [questions, sources, standards, contacts]) {
    for (const one of list) hash = Math.imul(hash ^ sumOf(one), 0x01000193) >>> 0;
    hash = Math.imul(hash ^ list.length, 0x01000193) >>> 0;
  }
  return hash.toString(16).padStart(8, '0');
}

/** Nearly everything of two editions is the same: it is read through once. */
const SUMS = new WeakMap<object, number>();

function sumOf(value: object): number {
  const known = SUMS.get(value);
  if (known !== undefined) return known;
  const text = JSON.stringify(value);
  let hash = 0xcbf29ce4;
  for (let at = 0; at < text.length; at += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193) >>> 0;
  }
  SUMS.set(value, hash);
  return hash;
}
