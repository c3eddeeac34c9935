import { type PinyinDecoder, type PinyinRow, createPinyinDecoder } from './pinyin/decode.ts';
import { type Readings } from './pinyin/readings.ts';
import { createHomophoneRepair } from './pinyin/homophones.ts';

/** Repairs what keyboards and speech recognisers did to words of the field. */
export interface Repairer {
  /** Turns stretches written in pinyin (dibao yao sha cailiao) into Chinese words. */
  fromPinyin(text: string): string;
  /** Homophones (底保 → 低保) and one-slip typos of words of the field; never touches a common word. */
  repair(text: string): string;
}

export interface RepairSettings {
  readonly readings: Readings;
  /** Words of the field. */
  readonly vocabulary: readonly string[];
  /** What a pinyin text may mean; asked for once, when the first one comes. */
  readonly pinyin: () => readonly PinyinRow[];
  /** Tells whether a word is an ordinary word that must never be changed. */
  readonly isCommonWord: (word: string) => boolean;
  readonly cut: (text: string) => readonly string[];
}

/** Letters of pinyin with the spaces and tone marks' digits that people put between syllables. */
const LETTERS = /[a-z](?:[a-z' ]*[a-z])?/gu;

/** Compiles the vocabulary into tables of sounds; the table for whole pinyin texts is asked for when the first one comes. */
export function createRepairer(settings: RepairSettings): Repairer {
  let decoder: PinyinDecoder | null = null;
  return {
    fromPinyin: (text) =>
      text.replace(LETTERS, (run) => {
        const letters = run.replace(/[' ]/gu, '');
        if (letters.length < 4) return run;
        decoder ??= createPinyinDecoder(settings.pinyin());
        return decoder.decode(letters) ?? run;
      }),
    repair: createHomophoneRepair(settings),
  };
}
