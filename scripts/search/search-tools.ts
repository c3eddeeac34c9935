/** The shipped words and segmenter for the search benches. */
import { loadContent } from '../../knowledge/load/load-content.ts';
import { type ReaderTools, everydayWords } from '../../knowledge/search/index.ts';
import { normalise } from '../../knowledge/text/normalise.ts';
import { loadSegmenter } from '../../knowledge/text/segment.ts';

/** The tools that the service searches with, loaded from the content folder. */
export function searchTools(
  contentDir = new URL('../../knowledge/content', import.meta.url).pathname,
): ReaderTools {
  const content = loadContent(contentDir);
  const segmenter = loadSegmenter({ userWords: content.userWords });
  return {
    normalise,
    cutWords: (text) => segmenter.cut(text),
    everyday: everydayWords(content.lists.get('everyday'), content.synonyms),
  };
}
