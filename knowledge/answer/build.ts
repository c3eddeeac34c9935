/** Wires content, text and answering rooms into one `Knowledge`. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildComplaintReader } from '../complaints/build.ts';
import { type Content } from '../load/content.ts';
import { forbiddenWords } from '../load/forbidden.ts';
import { loadContent } from '../load/load-content.ts';
import { normalise } from '../text/normalise.ts';
import { createRepairer } from '../text/pinyin.ts';
import { type Readings, readingsFrom } from '../text/pinyin/readings.ts';
import { type PlaceReader, createPlaceReader } from '../text/places.ts';
import { type Segmenter, loadSegmenter } from '../text/segment.ts';
import { type IndexStore, buildClauseSearch } from './clause-search.ts';
import { type Knowledge } from './contract.ts';
import { cueFile } from './cue-file.ts';
import { type TextTools, createKnowledge } from './knowledge.ts';
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
  /** Where the index of the free search is kept between two builds; built anew for each when absent. */
  readonly searchIndex?: IndexStore;
}

/**
 * Loads, checks and indexes the content. Throws `ContentError` for content that cannot be used. Takes a second or two,
 * mostly for the segmenter's dictionary.
 */
export async function buildKnowledge(options: KnowledgeOptions): Promise<Knowledge> {
  const content = options.content ?? loadContent(options.contentDir);
  const segmenter = loadSegmenter({ userWords: content.userWords });
  await Promise.resolve();
  const cutWords = (text: string): readonly string[] => segmenter.cut(text);
  const synonyms = content.synonyms.filter((synonym) => !synonym.context && synonym.means !== '');
  const canonicalise = canonicaliser(synonyms);
  const text = textTools(
    content,
    segmenter,
    readingsFrom(readFileSync(join(options.contentDir, 'understanding/readings.txt'), 'utf8')),
  );
  return createKnowledge({
    content,
    ruleFigures: content.ruleFigures,
    synonyms,
    words: content.replies,
    cues: cueFile(content.lists.get('cues'), content.otherPlaces),
    forbidden: forbiddenWords(content.lists.get('forbidden'), content.synonyms).patterns,
    ranking: rankingFile(
      readFileSync(join(options.contentDir, 'understanding/ranking.json'), 'utf8'),
    ),
    version: versionOf(content),
    place: options.place ?? widestDistrict(content),
    text,
    ...buildComplaintReader(options.contentDir, { ...text, canonicalise, normalise }),
    searchClauses: buildClauseSearch({ content, cutWords, store: options.searchIndex }),
    elapsed: options.elapsed ?? (() => 0),
  });
}

function textTools(content: Content, segmenter: Segmenter, readings: Readings): TextTools {
  const readPlaces = createPlaceReader(content);
  const repairer = createRepairer({
    readings,
    vocabulary: writtenWords(content),
    counts: () => wordCounts(content, segmenter),
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
  const text = JSON.stringify([content.questions, content.sources, content.standards]);
  let hash = 0xcbf29ce4;
  for (let at = 0; at < text.length; at += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193) >>> 0;
  }
  return hash.toString(16).padStart(8, '0');
}
