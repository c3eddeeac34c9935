/** Wires content, text and answering rooms into one `Knowledge`. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildComplaintReader, readComplaintSource } from '../complaints/build.ts';
import { codePrint, contentPrint, valuePrint } from '../kept/print.ts';
import { type Shelf, taken } from '../kept/shelf.ts';
import { type Content } from '../load/content.ts';
import { forbiddenWords } from '../load/forbidden.ts';
import { loadContent } from '../load/load-content.ts';
import { packagedDictionary } from '../text/dictionary.ts';
import { normalise } from '../text/normalise.ts';
import { createRepairer } from '../text/pinyin.ts';
import { type PinyinRow, pinyinRows } from '../text/pinyin/decode.ts';
import { type Readings, readingsFrom } from '../text/pinyin/readings.ts';
import { type PlaceReader, createPlaceReader } from '../text/places.ts';
import { type Segmenter, loadSegmenter } from '../text/segment.ts';
import { buildClauseSearch } from './clause-search.ts';
import { type Knowledge } from './contract.ts';
import { cueFile } from './cue-file.ts';
import { type KeptPolicy, openedPolicy, packedPolicy, plainContent } from './kept-policy.ts';
import { type TextTools, buildKeptMatcher, createKnowledge } from './knowledge.ts';
import { canonicaliser } from './match/canonical.ts';
import { rankingFile } from './ranking-file.ts';

export interface KnowledgeOptions {
  /** The folder `knowledge/content`. */
  readonly contentDir: string;
  /** What the service speaks for; the widest district of the content when absent. */
  readonly place?: string;
  /** A steady clock in milliseconds for the timing of steps; no timing when absent. */
  readonly elapsed?: () => number;
  /** Content to use instead of what the folder holds: drafts under test, published changes. */
  readonly content?: Content;
  /**
   * Where everything that takes long to compute stays between two builds, so that a start only loads it and a changed clause
   * costs one clause. When absent all is computed anew, the free search when it is first used.
   */
  readonly shelf?: Shelf;
  /** Cuts text into words; loaded for the words of the content when absent. */
  readonly segmenter?: Segmenter;
  /** Computed before for content in which the same entries are asked for in the same words: taken instead of computing it. */
  readonly computed?: KeptPolicy;
  /** Told what this build computed, or took from before. */
  readonly onComputed?: (computed: KeptPolicy) => void;
}

/**
 * Loads, checks and indexes the content, or takes what was computed from the same content by the same code from the shelf.
 * Throws `ContentError` for content that cannot be used. Takes a second or two, mostly for the segmenter's dictionary.
 */
export async function buildKnowledge(options: KnowledgeOptions): Promise<Knowledge> {
  const { contentDir } = options;
  const kept = fromShelf(options);
  const known = kept?.policy ?? null;
  const done = known ?? options.computed ?? null;
  const content = known?.content ?? options.content ?? loadContent(contentDir);
  const segmenter =
    options.segmenter ??
    loadSegmenter({ userWords: content.userWords, dictionaryChecked: known !== null });
  await Promise.resolve();
  const cutWords = (text: string): readonly string[] => segmenter.cut(text);
  const synonyms = content.synonyms.filter((synonym) => !synonym.context && synonym.means !== '');
  const file = (name: string): string =>
    readFileSync(join(contentDir, 'understanding', name), 'utf8');
  const readings = readingsFrom(file('readings.txt'));
  const pinyin = (): readonly PinyinRow[] =>
    done?.pinyin ?? pinyinRows(wordCounts(content, segmenter), readings);
  const text = textTools(content, segmenter, { readings, pinyin });
  const cues = cueFile(content.lists.get('cues'), content.otherPlaces);
  const base = { content, synonyms, text, cues };
  const { complaints, matcher } = done ?? {
    complaints: readComplaintSource(contentDir),
    matcher: buildKeptMatcher(base),
  };
  remember(options, kept, () => ({ content, complaints, matcher, pinyin: pinyin() }));
  return createKnowledge({
    ...{ ...base, matcher },
    ruleFigures: content.ruleFigures,
    words: content.replies,
    forbidden: forbiddenWords(content.lists.get('forbidden'), content.synonyms).patterns,
    ranking: rankingFile(file('ranking.json')),
    version: versionOf(content),
    place: options.place ?? widestDistrict(content),
    ...buildComplaintReader(complaints, {
      ...{ ...text, normalise },
      canonicalise: canonicaliser(synonyms),
    }),
    searchClauses: buildClauseSearch({ content, cutWords, kept }),
    elapsed: options.elapsed ?? (() => 0),
  });
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

function fromShelf({ shelf, content, contentDir }: KnowledgeOptions): KeptParts | null {
  if (shelf === undefined) return null;
  const code = codePrint(packagedDictionary());
  const folder = contentPrint(contentDir, code);
  // Given content has a name of its own, so that a draft never pushes what the folder says from the shelf.
  const name = content === undefined ? 'policy' : 'policy-given';
  const print = content === undefined ? folder : valuePrint(plainContent(content), folder);
  return {
    ...{ shelf, code, print },
    policy: taken(shelf, name, (bytes) => openedPolicy(bytes, print)),
    keep: (policy) => shelf.write(name, packedPolicy(print, policy)),
  };
}

/** What was computed goes on the shelf where it did not come from there, and to whoever wants to be told. */
function remember(
  { onComputed }: KnowledgeOptions,
  kept: KeptParts | null,
  computed: () => KeptPolicy,
): void {
  const keeps = kept?.policy === null;
  if (onComputed === undefined && !keeps) return;
  const policy = computed();
  if (keeps) kept.keep(policy);
  onComputed?.(policy);
}

interface ReadingTools {
  readonly readings: Readings;
  readonly pinyin: () => readonly PinyinRow[];
}

function textTools(
  content: Content,
  segmenter: Segmenter,
  { readings, pinyin }: ReadingTools,
): TextTools {
  const readPlaces = createPlaceReader(content);
  const repairer = createRepairer({
    ...{ readings, pinyin },
    vocabulary: writtenWords(content),
    isCommonWord: (word) => segmenter.knows(word),
    cut: (text) => segmenter.cut(text),
  });
  return {
    read: (text) => repairer.repair(repairer.fromPinyin(normalise(text))),
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

/** How often each word stands in what people say to us. */
function wordCounts(content: Content, segmenter: Segmenter): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { title, phrasings } of content.questions) {
    for (const word of [title, ...phrasings].flatMap((said) => segmenter.cut(normalise(said)))) {
      counts.set(word, (counts.get(word) ?? 0) + 1);
    }
  }
  return counts;
}

/** The most exact place that a text names: a town tells its district as well. */
function firstPlace(
  text: string,
  readPlaces: PlaceReader,
): { district: string | null; town: string | null } {
  const places = readPlaces(text).filter((place) => place.district !== null);
  const best = places.find((place) => place.town !== null) ?? places[0];
  return { district: best?.district ?? null, town: best?.town ?? null };
}

function widestDistrict(content: Content): string {
  const names = new Set(content.districts.map((district) => district.name));
  const widest = content.districts.find((district) => !names.has(district.parent));
  if (widest === undefined) throw new Error('the content names no district to speak for');
  return widest.name;
}

/** Changes with every entry, clause or amount: enough to see that two processes serve the same content. */
function versionOf(content: Content): string {
  const text = JSON.stringify([
    content.questions,
    content.sources,
    content.standards,
    content.contacts,
  ]);
  let hash = 0xcbf29ce4;
  for (let at = 0; at < text.length; at += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193) >>> 0;
  }
  return hash.toString(16).padStart(8, '0');
}
