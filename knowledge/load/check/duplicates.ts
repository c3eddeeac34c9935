import { normalise, squeeze } from '../../text/normalise.ts';
import { type Complaints, type Located, type Origin } from '../complaints.ts';
import { type LocatedQuestion } from '../questions.ts';
import { type RawContent } from '../raw.ts';

/** Nothing that must be one of a kind stands twice. */
export function checkDuplicates(content: RawContent, complaints: Complaints): void {
  const once = (what: string): ((key: string, origin: Origin) => void) => {
    const seen = new Map<string, Origin>();
    return (key, origin) => {
      const before = seen.get(key);
      if (before === undefined) seen.set(key, origin);
      else {
        complaints.at(origin, `${what} ${key} already stands in ${before.file}:${before.line}`, {
          rule: 'doubled',
          ...{ what, key },
        });
      }
    };
  };
  const each = <T>(
    what: string,
    items: readonly Located<T>[] | null,
    keyOf: (value: T) => string,
  ): void => {
    const one = once(what);
    for (const item of items ?? []) one(keyOf(item.value), item);
  };
  const { sources, questions, tables, words } = content;
  each('source', sources, ({ id }) => id);
  each(
    'clause',
    sources.flatMap(({ clauses }) => clauses),
    ({ id }) => id,
  );
  each('question', questions, ({ id }) => id);
  each('standard', tables.standards, ({ id }) => id);
  each('contact', tables.contacts, ({ key, district }) => `${key} ${district}`);
  each('district', tables.districts, ({ name }) => name);
  each('town', tables.towns, ({ name, district }) => `${name} ${district}`);
  each('word', tables.synonyms, ({ word }) => word);
  each('coverage of', words.coverage, ({ programme }) => programme);
  checkPhrasings(content, complaints);
}

/** Entries are checked again with every draft of one of them, and nearly all of their words stay the same. */
const keys = new Map<string, string>();

function keyOf(text: string): string {
  const known = keys.get(text);
  if (known !== undefined) return known;
  const key = squeeze(normalise(text));
  keys.set(text, key);
  return key;
}

interface Said {
  readonly question: LocatedQuestion;
  /** Place among the phrasings; -1 for the title. */
  readonly at: number;
}

/** Two entries with the same words could both answer: the choice between them would be chance. */
function checkPhrasings(content: RawContent, complaints: Complaints): void {
  const seen = new Map<string, Said>();
  const placeOf = ({ question, at }: Said): Origin => (at < 0 ? question : question.phrasingAt(at));
  for (const question of content.questions) {
    const { id, title, phrasings } = question.value;
    for (let at = -1; at < phrasings.length; at += 1) {
      const text = at < 0 ? title : (phrasings[at] ?? '');
      const key = keyOf(text);
      const before = seen.get(key);
      if (before === undefined) {
        seen.set(key, { question, at });
      } else if (before.question.value.id !== id || before.at >= 0) {
        const { file, line } = placeOf(before);
        const { id: other } = before.question.value;
        complaints.at(
          placeOf({ question, at }),
          `“${text}” is already said in ${file}:${line} (${other})`,
          { rule: 'phrasing-doubled', text, id: other },
        );
      }
    }
  }
}
