import { normalise, squeeze } from '../../text/normalise.ts';
import { type Question } from '../../model.ts';
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

/** Entries are checked again with every draft of one of them, and nearly all of them stay the same. */
const KEYS = new WeakMap<Question, readonly string[]>();

/** What title and phrasings are compared by, in their order. */
function keysOf(question: Question): readonly string[] {
  const known = KEYS.get(question);
  if (known !== undefined) return known;
  const keys = [question.title, ...question.phrasings].map((text) => squeeze(normalise(text)));
  KEYS.set(question, keys);
  return keys;
}

/** Place among the phrasings; -1 for the title. */
function placeOf(question: LocatedQuestion, at: number): Origin {
  return at < 0 ? question : question.phrasingAt(at);
}

/** Two entries with the same words could both answer: the choice between them would be chance. */
function checkPhrasings({ questions }: RawContent, complaints: Complaints): void {
  const seen = new Map<string, LocatedQuestion>();
  for (const question of questions) {
    const { id, title, phrasings } = question.value;
    const keys = keysOf(question.value);
    for (const [place, key] of keys.entries()) {
      const at = place - 1;
      const before = seen.get(key);
      if (before === undefined) seen.set(key, question);
      else {
        const other = keysOf(before.value).indexOf(key) - 1;
        // A title may stand among its own phrasings.
        if (before.value.id === id && other < 0) continue;
        const { file, line } = placeOf(before, other);
        const text = at < 0 ? title : (phrasings[at] ?? '');
        complaints.at(
          placeOf(question, at),
          `“${text}” is already said in ${file}:${line} (${before.value.id})`,
          { rule: 'phrasing-doubled', text, id: before.value.id },
        );
      }
    }
  }
}
