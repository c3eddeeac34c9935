/**
 * Gives what was made for a key before, or makes it. The newest `most` keys and some older ones are remembered: two generations, so
 * that nothing is looked through to forget the oldest.
 */
export function remembering<T>(most: number): (key: string, make: () => T) => T {
  let young = new Map<string, T>();
  let old = young;
  return (key, make) => {
    const value = young.get(key) ?? old.get(key) ?? make();
    if (young.size >= most) {
      old = young;
      young = new Map();
    }
    young.set(key, value);
    return value;
  };
}
