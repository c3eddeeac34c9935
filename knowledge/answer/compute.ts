/** Everything that takes long to compute from the content: all of it, or what another edition does not know already. */
import { type Content } from '../load/content.ts';
import { type Question } from '../model.ts';
import { type Slices } from '../slices.ts';
import { normalise } from '../text/normalise.ts';
import { pinyinRows } from '../text/pinyin/decode.ts';
import { type Readings } from '../text/pinyin/readings.ts';
import { type CueFile, compileCues } from './cues.ts';
import { asksTheSame, entryTextsOf, namedShare, programmeNames } from './entries.ts';
import { type KeptMatcher, type KeptPolicy } from './kept-policy.ts';
import { canonicaliser } from './match/canonical.ts';
import { type ReadFeatures, changedTables, newTables } from './match/count-entries.ts';
import { featureReader } from './match/matcher.ts';

/** How texts are read: no published piece changes it. */
export interface ComputeTools {
  readonly cutWords: (text: string) => readonly string[];
  readonly readFeatures: ReadFeatures;
  /** Whether a text names a programme. */
  readonly namesProgramme: (text: string, programme: string) => boolean;
}

export function computeTools(parts: {
  readonly synonyms: readonly { readonly word: string; readonly means: string }[];
  readonly cues: CueFile;
  readonly text: Pick<ComputeTools, 'cutWords'>;
}): ComputeTools {
  const canonicalise = canonicaliser(parts.synonyms);
  const { cutWords } = parts.text;
  return {
    cutWords,
    readFeatures: featureReader(cutWords, canonicalise),
    namesProgramme: programmeNames(compileCues(parts.cues), canonicalise),
  };
}

type Entries = Pick<Content, 'questions' | 'sources'>;

/** Entries that are looked at between two breaths. */
const SLICE = 16;

export function* newMatcher(content: Entries, tools: ComputeTools): Slices<KeptMatcher> {
  const tables = yield* newTables(entryTextsOf(content), tools.readFeatures);
  const named: number[] = [];
  for (const [at, question] of content.questions.entries()) {
    named.push(namedShare(question, tools.namesProgramme));
    if (at % SLICE === 0) yield;
  }
  return { tables, named };
}

/** What depends on how people ask. */
type Asked = Pick<KeptPolicy, 'matcher' | 'words' | 'pinyin'>;

export function* computed(
  content: Content,
  tools: ComputeTools,
  readings: Readings,
): Slices<Asked> {
  const matcher = yield* newMatcher(content, tools);
  const counts = new Map<string, number>();
  for (const [at, question] of content.questions.entries()) {
    countWords(question, counts, { by: 1, cutWords: tools.cutWords });
    if (at % SLICE === 0) yield;
  }
  return { matcher, words: [...counts], pinyin: pinyinRows(counts, readings) };
}

/** The same for other content, where `before` was computed for content of which most is the same. */
export function* recomputed(
  before: KeptPolicy,
  content: Content,
  tools: ComputeTools,
  readings: Readings,
): Slices<Asked> {
  const tables = yield* changedTables(
    { entries: entryTextsOf(before.content), tables: before.matcher.tables },
    entryTextsOf(content),
    tools.readFeatures,
  );
  yield;
  const old = new Map(before.content.questions.map((one, at) => [one.id, { one, at }]));
  const counts = new Map(before.words);
  const { cutWords } = tools;
  const named: number[] = [];
  let changed = false;
  for (const question of content.questions) {
    const known = old.get(question.id);
    if (known !== undefined && asksTheSame(known.one, question)) {
      old.delete(question.id);
      named.push(before.matcher.named[known.at] ?? 0);
      continue;
    }
    changed = true;
    named.push(namedShare(question, tools.namesProgramme));
    countWords(question, counts, { by: 1, cutWords });
    yield;
  }
  // Those that are gone, and the former words of those that changed.
  for (const { one } of old.values()) countWords(one, counts, { by: -1, cutWords });
  if (!changed && old.size === 0)
    return { matcher: { tables, named }, words: before.words, pinyin: before.pinyin };
  return { matcher: { tables, named }, words: [...counts], pinyin: pinyinRows(counts, readings) };
}

/** How often each word stands in what people say to us. */
function countWords(
  { title, phrasings }: Question,
  counts: Map<string, number>,
  { by, cutWords }: { readonly by: 1 | -1 } & Pick<ComputeTools, 'cutWords'>,
): void {
  for (const said of [title, ...phrasings]) {
    for (const word of cutWords(normalise(said))) {
      const count = (counts.get(word) ?? 0) + by;
      if (count === 0) counts.delete(word);
      else counts.set(word, count);
    }
  }
}
