/** Sentences that residents read, by key, from the content's words files. */

export type Words = (key: string, values?: Readonly<Record<string, string>>) => string;

/** Fills `{name}`; an unknown key or a value that is missing is a fault of ours and throws. */
export function wordsFrom(table: ReadonlyMap<string, string>): Words {
  return (key, values = {}) => {
    const sentence = table.get(key);
    if (sentence === undefined) throw new Error(`no words for ${key}`);
    return sentence.replace(/\{([A-Za-z]+)\}/g, (_, name: string) => {
      const value = values[name];
      if (value === undefined) throw new Error(`words ${key} need ${name}`);
      return value;
    });
  };
}
