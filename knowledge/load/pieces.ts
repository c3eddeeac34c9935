/** 条目改动: single pieces of content that are put over what the folder holds, each in the form of its file. */
import { z } from 'zod';
import { type Clause, type Contact, type Question, type Source, type Standard } from '../model.ts';
import { type Content } from './content.ts';
import { EARLIEST, questionFrom } from './questions.ts';
import {
  NOT_AN_ID,
  NOT_A_DAY,
  NOT_A_NUMBER,
  clauseAttributes,
  contactRow,
  day,
  question as questionBody,
  sourceHead,
  standardRow,
} from './schema.ts';

/** 问法条目, 文件, 救助标准, 渠道: what can be written and published one by one. */
export const PIECE_KINDS = ['question', 'source', 'standard', 'contact'] as const;
export type PieceKind = (typeof PIECE_KINDS)[number];

/** A piece by its name; without a body it is withdrawn. */
export interface Piece {
  readonly kind: PieceKind;
  /** Of a contact `key@district`, of anything else its own id. */
  readonly id: string;
  readonly body: unknown;
}

/** One thing that is wrong with a piece. */
export interface PieceProblem {
  /** `coverage` and others where something else of the content would be broken. */
  readonly kind: string;
  readonly id: string;
  /** Path in the body, joined by dots; empty for the whole piece. */
  readonly field: string;
  /** Stable name of the rule, with the values that its sentence needs. */
  readonly rule: string;
  readonly values: Readonly<Record<string, string | number>>;
}

const text = z.string().trim().min(1);

const clauseBody = z.strictObject({
  anchor: z.string().regex(/^[a-z0-9-]+$/u, { message: 'is not an anchor' }),
  article: z.string().trim().regex(/^\S+$/u, { message: 'is not one word' }),
  heading: z.string().trim(),
  text,
  ...clauseAttributes.omit({ 'replaced-by': true }).shape,
  replacedBy: text.optional(),
});

const sourceBody = z.strictObject({
  ...sourceHead.shape,
  clauses: z.array(clauseBody).min(1),
});
type SourceBody = z.infer<typeof sourceBody>;

const standardBody = standardRow.extend({ to: z.union([z.literal(''), day]).default('') });

const BODIES = {
  question: questionBody,
  source: sourceBody,
  standard: standardBody,
  contact: contactRow,
} as const;

/** What pieces give when they are read: values, and the names of what they replace. */
export interface ReadPieces {
  readonly sources: readonly Source[];
  readonly questions: readonly Question[];
  readonly standards: readonly Standard[];
  readonly contacts: readonly Contact[];
  readonly problems: readonly PieceProblem[];
}

const name = text.max(60);

/** The name that a body has as a piece; null while it has none, or one that is longer than names are. */
export function pieceIdOf(kind: PieceKind, body: unknown): string | null {
  const named = z.object({ id: name }).safeParse(body);
  if (kind !== 'contact') return named.data?.id ?? null;
  const contact = z.object({ key: name, district: name.max(40) }).safeParse(body);
  return contact.success ? contactName(contact.data) : null;
}

export function contactName({ key, district }: { key: string; district: string }): string {
  return `${key}@${district}`;
}

/** Reads bodies. Whatever has not the shape of its kind is a problem and left out. */
export function readPieces(
  pieces: readonly Piece[],
  known: ReadonlyMap<string, Clause>,
): ReadPieces {
  const problems: PieceProblem[] = [];
  const bodies = <K extends PieceKind>(kind: K): z.infer<(typeof BODIES)[K]>[] =>
    pieces.flatMap((piece): z.infer<(typeof BODIES)[K]>[] => {
      if (piece.kind !== kind || piece.body === null) return [];
      const result = BODIES[kind].safeParse(piece.body);
      if (!result.success) {
        problems.push(...result.error.issues.map((issue) => shapeProblem(piece, issue)));
        return [];
      }
      if (pieceIdOf(kind, result.data) !== piece.id)
        problems.push({ kind, id: piece.id, field: 'id', rule: 'other-name', values: {} });
      return [result.data as z.infer<(typeof BODIES)[K]>];
    });
  const sources = bodies('source').map(sourceFrom);
  const clauses = new Map(known);
  for (const clause of sources.flatMap((source) => source.clauses)) clauses.set(clause.id, clause);
  return {
    sources,
    questions: bodies('question').map((input) => questionFrom(input, clauses)),
    standards: bodies('standard').map(({ from, to, clause, hedge, ...rest }) => ({
      ...rest,
      inForce: { from, to: to === '' ? null : to },
      clauseId: clause,
      hedge: hedge.trim() === '' ? null : hedge,
    })),
    contacts: bodies('contact').map(({ hours, note, ...rest }) => ({
      ...rest,
      hours: hours === '' ? null : hours,
      note: note === '' ? null : note,
    })),
    problems,
  };
}

function shapeProblem({ kind, id }: Piece, issue: z.core.$ZodIssue): PieceProblem {
  const field = issue.path.filter((step) => typeof step !== 'symbol').join('.');
  return { kind, id, field, rule: SHAPE_RULES.get(issue.message) ?? shapeRule(issue), values: {} };
}

/** By the words of our own schemas. */
const SHAPE_RULES: ReadonlyMap<string, string> = new Map([
  [NOT_A_DAY, 'day'],
  [NOT_A_NUMBER, 'number'],
  [NOT_AN_ID, 'id'],
]);

function shapeRule({ code }: z.core.$ZodIssue): string {
  return code === 'too_small' || code === 'invalid_type' ? 'empty' : 'malformed';
}

function sourceFrom({ inForceFrom, inForceTo, clauses, ...head }: SourceBody): Source {
  const source = { ...head, inForce: { from: inForceFrom, to: inForceTo } };
  return {
    ...source,
    clauses: clauses.map(({ anchor, article, heading, text: said, ...own }) => ({
      id: `${head.id}#${anchor}`,
      sourceId: head.id,
      ...{ anchor, article, heading },
      text: said
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== '')
        .join('\n'),
      inForce: { from: own.from ?? inForceFrom, to: own.to ?? inForceTo },
      district: own.district ?? head.jurisdiction,
      basis: own.basis ?? 'verified',
      replacedBy: own.replacedBy ?? null,
      doubt: own.doubt ?? null,
    })),
  };
}

/** What stands in the content under a name, in the form in which it is edited; null where nothing does. */
export function bodyOf(
  content: Pick<Content, 'questions' | 'sources' | 'standards' | 'contacts'>,
  kind: PieceKind,
  id: string,
): unknown {
  if (kind === 'question') return entryBody(content.questions.find((one) => one.id === id));
  if (kind === 'source') return documentBody(content.sources.find((one) => one.id === id));
  if (kind === 'standard') {
    const found = content.standards.find((one) => one.id === id);
    if (found === undefined) return null;
    const { inForce, clauseId, hedge, ...rest } = found;
    return {
      ...rest,
      ...{ from: inForce.from, to: inForce.to ?? '' },
      clause: clauseId,
      hedge: hedge ?? '',
    };
  }
  const found = content.contacts.find((one) => contactName(one) === id);
  return found === undefined
    ? null
    : { ...found, hours: found.hours ?? '', note: found.note ?? '' };
}

function entryBody(question: Question | undefined): unknown {
  const [own, ...others] = question?.versions ?? [];
  if (question === undefined || own === undefined) return null;
  const said = ({ inForce, ...version }: typeof own): object => ({
    ...version,
    ...(inForce.from === EARLIEST ? {} : { from: inForce.from }),
    ...(inForce.to === null ? {} : { to: inForce.to }),
  });
  return { ...question, ...said(own), versions: others.map(said) };
}

function documentBody(source: Source | undefined): unknown {
  if (source === undefined) return null;
  const { inForce, clauses, ...head } = source;
  return {
    ...head,
    ...{ inForceFrom: inForce.from, inForceTo: inForce.to },
    clauses: clauses.map((clause) => ({
      ...{ anchor: clause.anchor, article: clause.article, heading: clause.heading },
      text: clause.text,
      basis: clause.basis,
      district: clause.district,
      from: clause.inForce.from,
      ...(clause.inForce.to === null ? {} : { to: clause.inForce.to }),
      ...(clause.replacedBy === null ? {} : { replacedBy: clause.replacedBy }),
      ...(clause.doubt === null ? {} : { doubt: clause.doubt }),
    })),
  };
}
