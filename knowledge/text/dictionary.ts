import { readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { KnowledgeError } from '../errors.ts';

/** The files that the segmenter's library opens. */
export interface DictionaryFiles {
  readonly dict: string;
  readonly hmmDict: string;
  readonly userDict: string;
  readonly idfDict: string;
  readonly stopWordDict: string;
}

/** The dictionary that comes with the library. */
export function packagedDictionaryDir(): string {
  const library = createRequire(import.meta.url).resolve('nodejieba');
  return join(dirname(library), 'submodules', 'cppjieba', 'dict');
}

/** The files of that dictionary whose words decide how a text is cut. */
export function packagedDictionary(): readonly string[] {
  const { dict, hmmDict, userDict } = filesIn(packagedDictionaryDir());
  return [dict, hmmDict, userDict];
}

function filesIn(dir: string): DictionaryFiles {
  return {
    dict: join(dir, 'jieba.dict.utf8'),
    hmmDict: join(dir, 'hmm_model.utf8'),
    userDict: join(dir, 'user.dict.utf8'),
    idfDict: join(dir, 'idf.utf8'),
    stopWordDict: join(dir, 'stop_words.utf8'),
  };
}

/** Which files are handed to the library. */
export interface DictionaryChoice {
  readonly dir: string;
  /** Takes the place of the lists for picking out key words; those of the folder when null. */
  readonly keyWordFile: string | null;
}

/**
 * The files of a dictionary, read through once. The library aborts the process for a file that is missing or
 * has a malformed line: nothing may reach it unseen.
 */
export function checkedDictionary(choice: DictionaryChoice): DictionaryFiles {
  const files = presentDictionary(choice);
  checkWords(files.dict);
  checkModel(files.hmmDict);
  return files;
}

/** The same without reading the large ones through: for a dictionary that is known by its print. */
export function presentDictionary({ dir, keyWordFile }: DictionaryChoice): DictionaryFiles {
  const files: DictionaryFiles = {
    ...filesIn(dir),
    ...(keyWordFile === null ? {} : { idfDict: keyWordFile, stopWordDict: keyWordFile }),
  };
  for (const path of Object.values<string>({ ...files })) {
    if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true) {
      throw new KnowledgeError('segmenter.dictionary-missing', path);
    }
    // It takes several paths in one string, parted by these.
    if (/[|;]/u.test(path)) throw new KnowledgeError('segmenter.dictionary-missing', path);
  }
  if (keyWordFile !== null) checkKeyWords(keyWordFile);
  return files;
}

const malformed = (path: string, line: number): KnowledgeError =>
  new KnowledgeError('segmenter.dictionary-malformed', `${path}:${line}`);

/** Every line is `word frequency tag`, parted by one space, with a positive frequency. */
function checkWords(path: string): void {
  const text = readUtf8(path);
  let line = 0;
  for (let start = 0; start < text.length;) {
    line += 1;
    let end = text.indexOf('\n', start);
    if (end < 0) end = text.length;
    if (!isEntry(text, start, end)) throw malformed(path, line);
    start = end + 1;
  }
  if (line === 0) throw malformed(path, 1);
}

/** Works on offsets: 350,000 lines are read at every start. */
function isEntry(text: string, start: number, end: number): boolean {
  const first = text.indexOf(' ', start);
  const second = text.indexOf(' ', first + 1);
  if (first <= start || second <= first + 1 || second >= end - 1 || first > end) return false;
  const third = text.indexOf(' ', second + 1);
  if (third >= 0 && third < end) return false;
  return /^[1-9]\d*$/u.test(text.slice(first + 1, second)) && text.charCodeAt(end - 1) !== 13;
}

/** Every line is `word weight`, and there is one. */
function checkKeyWords(path: string): void {
  const lines = readUtf8(path).split('\n');
  if (lines.at(-1) === '') lines.pop();
  if (lines.length === 0) throw malformed(path, 1);
  lines.forEach((line, index) => {
    if (!/^\S+ \d+(?:\.\d+)?$/u.test(line)) throw malformed(path, index + 1);
  });
}

/** One line of start, four of transition and four of emission probabilities; comments begin with `#`. */
function checkModel(path: string): void {
  const lines = readUtf8(path)
    .split('\n')
    .map((text, index) => ({ text: text.trim(), line: index + 1 }))
    .filter(({ text }) => text !== '' && !text.startsWith('#'));
  if (lines.length !== 9) throw malformed(path, lines.length + 1);
  lines.forEach(({ text, line }, index) => {
    const parts = text.split(index < 5 ? ' ' : ',');
    const good =
      index < 5
        ? parts.length === 4 && parts.every((part) => Number.isFinite(Number(part)))
        : parts.every((part) => /^.:-?[\d.e+-]+$/u.test(part));
    if (!good) throw malformed(path, line);
  });
}

function readUtf8(path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(readFileSync(path));
  } catch (thrown) {
    throw new KnowledgeError('segmenter.dictionary-malformed', path, thrown);
  }
}
