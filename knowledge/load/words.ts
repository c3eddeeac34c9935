import { type Complaints, type Located } from './complaints.ts';
import { type Coverage } from '../model.ts';
import { type ContentFile, type ContentFolder } from './files.ts';
import { coverage as coverageSchema, names as namesSchema } from './schema.ts';
import { validated } from './validate.ts';
import { type YamlFile, readYaml } from './yaml.ts';

/** What the words files and `coverage.yaml` say. */
export interface Words {
  readonly userWords: readonly Located<string>[];
  readonly replies: ReadonlyMap<string, Located<string>>;
  readonly lists: ReadonlyMap<string, unknown>;
  readonly otherPlaces: readonly string[];
  readonly weakNames: readonly string[];
  /** Null where there is no coverage file. */
  readonly coverage: readonly Located<Coverage>[] | null;
}

/** Words files that hold names of places, in groups. */
const PLACE_FILES = ['other-places', 'place-words'];

export function readWords(folder: ContentFolder, complaints: Complaints): Words {
  const replies = new Map<string, Located<string>>();
  const lists = new Map<string, unknown>();
  const names: Record<string, readonly string[]> = {};
  for (const file of folder.files('words', '.yaml')) {
    const name = stem(file.name);
    const yaml = readYaml(file, complaints);
    const sentences = flatten(yaml, name === 'errors' ? ['errors'] : []);
    if (sentences === null) lists.set(name, yaml.value);
    else addSentences(sentences, replies, complaints);
    if (PLACE_FILES.includes(name)) {
      const places = validated(namesSchema, yaml.value, { file: yaml, path: [], complaints });
      names[name] = Object.values(places ?? {}).flat();
    }
  }
  return {
    userWords: readUserWords(folder.file('words/user-dict.txt'), complaints),
    replies,
    lists,
    otherPlaces: names['other-places'] ?? [],
    weakNames: names['place-words'] ?? [],
    coverage: readCoverage(folder, complaints),
  };
}

function stem(name: string): string {
  return name.replace(/^.*\//u, '').replace(/\.[^.]+$/u, '');
}

/** One word a line; blank lines and lines that begin with `#` are left out. */
function readUserWords(
  file: ContentFile | null,
  complaints: Complaints,
): readonly Located<string>[] {
  if (file === null) return [];
  const seen = new Map<string, number>();
  return file.text.split('\n').flatMap((raw, index) => {
    const word = raw.trim();
    const line = index + 1;
    if (word === '' || word.startsWith('#')) return [];
    const before = seen.get(word);
    if (/\s/u.test(word)) complaints.add(file.name, line, `“${word}” is not one word`);
    else if (before !== undefined) {
      complaints.add(file.name, line, `${word} already stands on line ${before}`);
    } else {
      seen.set(word, line);
      return [{ value: word, file: file.name, line }];
    }
    return [];
  });
}

/** Every sentence by its path; null where the file holds anything but sentences. */
function flatten(
  yaml: YamlFile,
  prefix: readonly string[],
): readonly Located<[string, string]>[] | null {
  const found: Located<[string, string]>[] = [];
  const walk = (value: unknown, path: readonly string[]): boolean => {
    if (typeof value === 'string') {
      const key = [...prefix, ...path].join('.');
      found.push({ value: [key, value.trimEnd()], file: yaml.name, line: yaml.lineOf(path) });
      return true;
    }
    if (value === null || typeof value !== 'object' || Array.isArray(value)) return false;
    return Object.entries(value).every(([key, inner]) => walk(inner, [...path, key]));
  };
  return yaml.value !== null && walk(yaml.value, []) ? found : null;
}

function addSentences(
  sentences: readonly Located<[string, string]>[],
  replies: Map<string, Located<string>>,
  complaints: Complaints,
): void {
  for (const { value, file, line } of sentences) {
    const [key, sentence] = value;
    const before = replies.get(key);
    if (before === undefined) replies.set(key, { value: sentence, file, line });
    else complaints.add(file, line, `${key} already stands in ${before.file}:${before.line}`);
    if (sentence.trim() === '') complaints.add(file, line, `${key} is empty`);
  }
}

function readCoverage(
  folder: ContentFolder,
  complaints: Complaints,
): readonly Located<Coverage>[] | null {
  const file = folder.file('coverage.yaml');
  if (file === null) return null;
  const yaml = readYaml(file, complaints);
  const read = validated(coverageSchema, yaml.value, { file: yaml, path: [], complaints }) ?? [];
  return read.map((value, at) => ({ value, file: yaml.name, line: yaml.lineOf([at]) }));
}
