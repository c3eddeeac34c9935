/**
 * Gives what was made for a key before, or makes it. The newest `most` keys and some older ones, never more than twice as many, are
 * remembered: two generations, so that nothing is looked through to forget the oldest. Null is remembered like anything else.
 */
export function remembering<T extends object | string | number | boolean | null>(
  most: number,
): (key: string, make: () => T) => T {
  let young = new Map<string, T>();
  let old = young;
  return (key, make) => {
    const known = young.get(key);
    if (known !== undefined) return known;
    const before = old.get(key);
    const value = before === undefined ? make() : before;
    if (young.size >= most) {
      old = young;
      young = new Map();
    }
    young.set(key, value);
    return value;
  };
}

/** Longer ones are no texts that come again (characters). */
const LONGEST_REMEMBERED = 200;

/** `read`, done once for each of the newest texts. What it gives must depend on nothing but the text. */
export function rememberingTexts<T extends object | string | number | boolean | null>(
  most: number,
  read: (text: string) => T,
  longest = LONGEST_REMEMBERED,
): (text: string) => T {
  const remembered = remembering<T>(most);
  return (text) => (text.length > longest ? read(text) : remembered(text, () => read(text)));
}
