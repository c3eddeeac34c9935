/** Lists of what can be written and published one by one. */
import { type Question } from '../model.ts';
import { type Content } from './content.ts';
import { type PieceKind, contactName } from './pieces.ts';
import { placeholdersIn } from './placeholders.ts';

/** A piece in one line. */
export interface PieceTitle {
  readonly id: string;
  readonly title: string;
  readonly programme: string | null;
  readonly aspect: string | null;
  /** Everything that a search looks through. */
  readonly words: string;
}

type Held = Pick<Content, 'questions' | 'sources' | 'standards' | 'contacts'>;

export function linesOf(content: Held, kind: PieceKind): readonly PieceTitle[] {
  if (kind === 'question') return content.questions.map(questionLine);
  if (kind === 'source')
    return content.sources.map(({ id, title, docNumber, programmes, aliases }) => ({
      ...{ id, title, programme: programmes[0] ?? null, aspect: null },
      words: [id, title, docNumber ?? '', ...aliases].join('\n'),
    }));
  if (kind === 'standard')
    return content.standards.map(
      ({ id, name, district, area, amount, unit, inForce, programme }) => {
        const title = `${name} ${district}${area === '统一' ? '' : area} ${amount}${unit} ${inForce.from}`;
        return { ...{ id, title, programme, aspect: null }, words: `${id}\n${title}` };
      },
    );
  return content.contacts.map((contact) => ({
    id: contactName(contact),
    title: `${contact.name} ${contact.value}`,
    ...{ programme: null, aspect: null },
    words: [contact.key, contact.name, contact.value, contact.district].join('\n'),
  }));
}

function questionLine({ id, title, programme, aspect, phrasings }: Question): PieceTitle {
  return { id, title, programme, aspect, words: [id, title, ...phrasings].join('\n') };
}

/** Entries that cite a document, fill in an amount or name a channel. */
export function restingOn(content: Held, kind: PieceKind, id: string): readonly PieceTitle[] {
  const key =
    kind === 'standard'
      ? content.standards.find((one) => one.id === id)?.key
      : kind === 'contact'
        ? id.split('@')[0]
        : undefined;
  const rests = (question: Question): boolean =>
    question.versions.some((version) => {
      if (kind === 'source') return version.clauses.some((clause) => clause.startsWith(`${id}#`));
      return placeholdersIn(`${version.answer}${version.spoken}`).some((one) => one.key === key);
    }) ||
    (kind === 'contact' && question.contacts.some((one) => one === key)) ||
    (kind === 'question' && question.next.includes(id));
  return content.questions.filter(rests).map(questionLine);
}
