/** Readings that are common beside the one that stands in the table. */
const ALSO: Readonly<Record<string, string>> = {
  行: 'hang',
  长: 'zhang',
  还: 'huan',
  得: 'dei',
  了: 'liao',
  都: 'du',
  重: 'chong',
  地: 'de',
  单: 'shan',
  调: 'diao',
  觉: 'jiao',
  数: 'shuo',
  便: 'pian',
  会: 'kuai',
  差: 'chai',
  传: 'zhuan',
};

/** What a speech recogniser of this region hears alike: zh and z, in and ing, r and y. */
const LIKE: readonly (readonly [RegExp, string])[] = [
  [/^zh/u, 'z'],
  [/^ch/u, 'c'],
  [/^sh/u, 's'],
  [/^r/u, 'y'],
  [/([aei])ng$/u, '$1n'],
];

/** How characters are read. */
export interface Readings {
  /** With the tone, e.g. `di1`; the character itself where it is not known. */
  readonly of: (character: string) => string;
  /** Every syllable that a character may be typed as, without tones. */
  readonly syllables: (character: string) => readonly string[];
  /** What it sounds like to a recogniser. */
  readonly sound: (character: string) => string;
}

/** Reads the table `reading characters`, one reading a line. */
export function readingsFrom(table: string): Readings {
  const known = new Map<string, string>();
  for (const line of table.split('\n')) {
    const [reading = '', characters = ''] = line.split(' ');
    for (const character of characters) known.set(character, reading);
  }
  const of = (character: string): string => known.get(character) ?? character;
  const syllable = (character: string): string => of(character).replace(/\d$/u, '');
  const soundOf = (character: string): string =>
    LIKE.reduce((sound, [pattern, like]) => sound.replace(pattern, like), syllable(character));
  // Filled as characters are heard; holds none but those of the table.
  const sounds = new Map<string, string>();
  return {
    of,
    syllables: (character) => {
      const also = ALSO[character];
      return also === undefined ? [syllable(character)] : [syllable(character), also];
    },
    sound: (character) => {
      const heard = sounds.get(character);
      if (heard !== undefined) return heard;
      const sound = soundOf(character);
      if (known.has(character)) sounds.set(character, sound);
      return sound;
    },
  };
}
