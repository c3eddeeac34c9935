import nodejieba from 'nodejieba';
import { KnowledgeError } from '../errors.ts';
import { remembering, rememberingTexts } from '../remembering.ts';
import {
  type DictionaryFiles,
  checkedDictionary,
  packagedDictionaryDir,
  presentDictionary,
} from './dictionary.ts';
import { isFieldWord } from './field-word.ts';
import { SENTENCE_END } from './sentences.ts';

/** Cuts text into words. */
export interface Segmenter {
  /** The words of a normalised text, in order; joined they are the text. Spaces are tokens of their own. */
  cut(text: string): readonly string[];
  /** Whether the general dictionary or the words of the field hold this word of two characters or more. */
  knows(word: string): boolean;
}

export interface SegmenterOptions {
  /** Words of the field that must be cut whole. */
  readonly userWords: readonly string[];
  /** Where the general dictionary lies; the one that comes with the package when absent. */
  readonly dictionaryDir?: string;
  /**
   * A file of one word and its weight, for the library's lists for picking out key words. Nobody asks that of it, and the lists that
   * come with it take 20 MB; they are loaded all the same when this is absent.
   */
  readonly keyWordFile?: string;
  /** The packaged dictionary was read through before, and its print has not changed since. */
  readonly dictionaryChecked?: boolean;
}

/** The library keeps one dictionary for the whole process; this is where it came from. */
let loadedFrom: string | null = null;

/**
 * Checks the dictionary files, loads them once per process (a second or two) and warms them. Words of the field are
 * joined after the general dictionary has cut, so a Segmenter is a value: another one with other words costs nothing
 * and changes nothing here. Throws `KnowledgeError` for missing or malformed files and for malformed words.
 */
export function loadSegmenter(options: SegmenterOptions): Segmenter {
  const words = checkedWords(options.userWords);
  const dir = options.dictionaryDir ?? packagedDictionaryDir();
  if (loadedFrom !== dir) {
    const choice = { dir, keyWordFile: options.keyWordFile ?? null };
    load(options.dictionaryChecked ? presentDictionary(choice) : checkedDictionary(choice));
    loadedFrom = dir;
  }
  const beginnings = beginningsOf(words);
  const cut = rememberingCuts((text) =>
    joinWords(joinRuns(nodejieba.cut(text)), words, beginnings),
  );
  const common = remembering<boolean>(REMEMBERED);
  for (const word of words) {
    if (cut(word).length !== 1) throw new KnowledgeError('segmenter.word-not-whole', word);
  }
  return {
    cut,
    knows: (word) =>
      words.has(word) || (word.length > 1 && common(word, () => nodejieba.cut(word).length === 1)),
  };
}

/** Texts and sentences that are remembered. */
const REMEMBERED = 2000;

/**
 * The same text is cut several times on the way of one question: to mend it, to compare it, to hear a complaint. The dictionary cuts
 * what stands before and behind the end of a sentence each for itself.
 */
function rememberingCuts(
  cut: (text: string) => readonly string[],
): (text: string) => readonly string[] {
  const cutSentence = rememberingTexts(REMEMBERED, cut);
  return (text) => {
    if (!text.includes(SENTENCE_END)) return cutSentence(text);
    const tokens: string[] = [];
    text.split(SENTENCE_END).forEach((sentence, at) => {
      if (at > 0) tokens.push(SENTENCE_END);
      if (sentence !== '') tokens.push(...cutSentence(sentence));
    });
    return tokens;
  };
}

function load(files: DictionaryFiles): void {
  nodejieba.load(files);
  // The first cut builds what is still lazy.
  nodejieba.cut('低保');
}

function checkedWords(words: readonly string[]): ReadonlySet<string> {
  for (const word of words) {
    if (!isFieldWord(word)) throw new KnowledgeError('segmenter.word-invalid', word);
  }
  return new Set(words);
}

const RUN = /^[a-z0-9]$/u;

/** The dictionary cuts 1200 and app into single characters: they are one word each. */
function joinRuns(tokens: readonly string[]): string[] {
  const joined: string[] = [];
  let open = false;
  for (const token of tokens) {
    const run = RUN.test(token);
    if (run && open) joined.push(`${joined.pop() ?? ''}${token}`);
    else joined.push(token);
    open = run;
  }
  return joined;
}

/** Joins neighbouring tokens that together are a word of the field, the longest first. */
function joinWords(
  tokens: readonly string[],
  words: ReadonlySet<string>,
  beginnings: ReadonlySet<string>,
): readonly string[] {
  const joined: string[] = [];
  for (let at = 0; at < tokens.length;) {
    let best = 1;
    let candidate = '';
    for (let end = at; end < tokens.length; end += 1) {
      candidate += tokens[end] ?? '';
      if (!beginnings.has(candidate)) break;
      if (words.has(candidate)) best = end - at + 1;
    }
    joined.push(tokens.slice(at, at + best).join(''));
    at += best;
  }
  return joined;
}

/** Everything with which one of the words begins, the words themselves among it. */
function beginningsOf(words: Iterable<string>): ReadonlySet<string> {
  const beginnings = new Set<string>();
  for (const word of words) {
    for (let end = 1; end <= word.length; end += 1) beginnings.add(word.slice(0, end));
  }
  return beginnings;
}
