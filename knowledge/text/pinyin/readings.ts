import { pinyin } from 'pinyin-pro';

/** Readings that are common beside the one that the library gives for a single character. */
const ALSO: Readonly<Record<string, string>> = {
  行: 'hang',
  长: 'zhang',
  还: 'huan',
  得: 'dei',
  了: 'liao',
  都: 'du',
  重: 'chong',
  地: 'de',
  给: 'ji',
  单: 'shan',
  调: 'diao',
  乐: 'yue',
  觉: 'jiao',
  数: 'shuo',
  便: 'pian',
  会: 'kuai',
  差: 'chai',
  传: 'zhuan',
};

const known = new Map<string, string>();

/** The usual reading of one Chinese character with its tone, e.g. `di1`; the character itself where there is none. */
export function readingOf(character: string): string {
  let reading = known.get(character);
  if (reading === undefined) {
    reading = pinyin(character, { toneType: 'num', type: 'array' })[0] ?? character;
    known.set(character, reading);
  }
  return reading;
}

/** The reading without its tone. */
export function syllableOf(character: string): string {
  return readingOf(character).replace(/\d$/u, '').replace('ü', 'v');
}

/** Every syllable that a character may be typed as. */
export function syllablesOf(character: string): string[] {
  const also = ALSO[character];
  return also === undefined ? [syllableOf(character)] : [syllableOf(character), also];
}

const LIKE: readonly (readonly [RegExp, string])[] = [
  [/^zh/u, 'z'],
  [/^ch/u, 'c'],
  [/^sh/u, 's'],
  [/^r/u, 'y'],
  [/([aei])ng$/u, '$1n'],
];

/** What a speech recogniser of this region hears alike: zh and z, in and ing, r and y. */
export function soundOf(character: string): string {
  let sound = syllableOf(character);
  for (const [pattern, replacement] of LIKE) sound = sound.replace(pattern, replacement);
  return sound;
}
