import { isFieldWord } from '../../text/field-word.ts';
import { normalise } from '../../text/normalise.ts';
import { type Complaints } from '../complaints.ts';
import { type RawContent } from '../raw.ts';

/** Words are written as readers meet them, and lead in one step to a word that we may say. */
export function checkVocabulary(content: RawContent, complaints: Complaints): void {
  const synonyms = content.tables.synonyms ?? [];
  const kinds = new Map(synonyms.map(({ value }) => [value.word, value.kind]));
  for (const synonym of synonyms) {
    const { word, means, kind } = synonym.value;
    if (normalise(word) !== word) {
      complaints.at(synonym, `${word} is never met: texts are normalised to ${normalise(word)}`);
    }
    if (means === '' && kind !== 'slur') complaints.at(synonym, `${word} leads to nothing`);
    if (means === word) complaints.at(synonym, `${word} leads to itself`);
    const kindOfMeaning = kinds.get(means);
    if (kindOfMeaning === 'mistake' || kindOfMeaning === 'slur') {
      complaints.at(synonym, `${word} leads to ${means}, which is a ${kindOfMeaning}`);
    }
  }
  for (const word of content.words.userWords) {
    if (!isFieldWord(word.value)) {
      complaints.at(word, `${word.value} is never met: write ${normalise(word.value)}, one word`);
    }
  }
}
