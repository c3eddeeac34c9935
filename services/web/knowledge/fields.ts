import type { Body, Choices } from './types.ts';
import words from './words.json';

/** What an empty field means in the body: an empty text, null, or that it is not there. */
type Empty = 'text' | 'null' | 'gone';

export interface Field {
  readonly name: string;
  readonly type:
    'text' | 'area' | 'choice' | 'many' | 'day' | 'lines' | 'clauses' | 'clause' | 'list';
  readonly empty?: Empty;
  readonly options?: (choices: Choices) => readonly Option[];
  readonly fields?: readonly Field[];
  readonly rows?: number;
  readonly required?: boolean;
  /** What a new item of a list begins with. */
  readonly fresh?: () => Body;
}

export interface Option {
  readonly value: string;
  readonly label: string;
}

const plain = (values: readonly string[]): readonly Option[] =>
  values.map((value) => ({ value, label: value }));
const named = (values: Readonly<Record<string, string>>): readonly Option[] =>
  Object.entries(values).map(([value, label]) => ({ value, label }));

const programme: Field = {
  name: 'programme',
  type: 'choice',
  required: true,
  options: ({ programmes }) => plain(programmes),
};
const districts = ({ districts: names }: Choices): readonly Option[] => plain(names);
const district = (empty: Empty): Field => ({
  ...{ name: 'district', type: 'choice', empty, options: districts },
  required: empty === 'text',
});
const period: readonly Field[] = [
  { name: 'from', type: 'day', empty: 'gone' },
  { name: 'to', type: 'day', empty: 'gone' },
];
const basis: Field = { name: 'basis', type: 'choice', options: () => named(words.basis) };
const said: readonly Field[] = [
  { name: 'clauses', type: 'clauses' },
  { name: 'answer', type: 'area', rows: 6, required: true },
  { name: 'spoken', type: 'area', rows: 2, required: true },
  { name: 'staff', type: 'area', rows: 2, required: true },
];

/** The forms of all kinds, in the order of their fields. */
export const FORMS: Readonly<Record<string, readonly Field[]>> = {
  question: [
    { name: 'title', type: 'text', required: true },
    programme,
    { name: 'aspect', type: 'choice', required: true, options: ({ aspects }) => plain(aspects) },
    {
      ...{ name: 'category', type: 'choice', required: true },
      options: ({ categories }) => plain(categories),
    },
    { name: 'phrasings', type: 'lines', rows: 6, required: true },
    ...said,
    { name: 'outcome', type: 'choice', options: () => named(words.outcomes) },
    { name: 'reason', type: 'choice', empty: 'null', options: () => named(words.reasons) },
    {
      ...{ name: 'contacts', type: 'many' },
      options: ({ contacts }) =>
        contacts.map(({ key, name, value }) => ({ value: key, label: `${name} ${value}` })),
    },
    {
      ...{ name: 'next', type: 'many' },
      options: ({ questions }) => questions.map(({ id, title }) => ({ value: id, label: title })),
    },
    ...period,
    district('gone'),
    {
      ...{ name: 'versions', type: 'list', fresh: () => ({}) },
      fields: [
        ...period,
        district('gone'),
        ...said.map((one) => ({ ...one, required: false, empty: 'gone' as const })),
      ],
    },
  ],
  source: [
    { name: 'title', type: 'text', required: true },
    { name: 'docNumber', type: 'text', empty: 'null' },
    { name: 'issuer', type: 'text', required: true },
    { name: 'issued', type: 'day', empty: 'null' },
    { name: 'inForceFrom', type: 'day', required: true },
    { name: 'inForceTo', type: 'day', empty: 'null' },
    { name: 'level', type: 'choice', required: true, options: ({ levels }) => plain(levels) },
    { name: 'jurisdiction', type: 'choice', required: true, options: districts },
    { name: 'wording', type: 'choice', options: () => named(words.wording) },
    { name: 'programmes', type: 'many', options: ({ programmes }) => plain(programmes) },
    { name: 'published', type: 'text', required: true },
    { name: 'checked', type: 'day', required: true },
    { name: 'aliases', type: 'lines', rows: 2 },
    { name: 'doubt', type: 'text', empty: 'null' },
    {
      ...{
        name: 'clauses',
        type: 'list',
        fresh: () => ({ anchor: '', article: '', heading: '', text: '' }),
      },
      fields: [
        { name: 'article', type: 'text', required: true },
        { name: 'heading', type: 'text' },
        { name: 'anchor', type: 'text', required: true },
        { name: 'text', type: 'area', rows: 4, required: true },
        ...period,
        district('gone'),
        { ...basis, empty: 'gone' },
        { name: 'doubt', type: 'text', empty: 'gone' },
      ],
    },
  ],
  standard: [
    { name: 'name', type: 'text', required: true },
    {
      ...{ name: 'key', type: 'text', required: true },
    },
    programme,
    {
      name: 'area',
      type: 'choice',
      required: true,
      options: () => plain(['统一', '城市', '农村']),
    },
    district('text'),
    { name: 'amount', type: 'text', required: true },
    { name: 'unit', type: 'text', required: true },
    { name: 'from', type: 'day', required: true },
    { name: 'to', type: 'day', empty: 'text' },
    { name: 'clause', type: 'clause', required: true },
    basis,
    { name: 'hedge', type: 'area', rows: 2 },
  ],
  contact: [
    { name: 'name', type: 'text', required: true },
    { name: 'value', type: 'text', required: true },
    { name: 'kind', type: 'choice', required: true, options: () => named(words.contactKinds) },
    district('text'),
    { name: 'hours', type: 'text' },
    { name: 'note', type: 'area', rows: 2 },
    basis,
  ],
};

/** What a new piece begins with. */
export const FRESH: Readonly<Record<string, (today: string) => Body>> = {
  question: () => ({
    ...{ title: '', programme: '低保', aspect: '是什么', category: '政策规定', phrasings: [] },
    ...{ outcome: 'answered', reason: null, clauses: [], answer: '', spoken: '', staff: '' },
    ...{ next: [], contacts: [], versions: [] },
  }),
  source: (today) => ({
    ...{ title: '', docNumber: null, aliases: [], issuer: '', issued: null, inForceFrom: today },
    ...{ inForceTo: null, level: '规范性文件', jurisdiction: '烟台市', wording: 'official' },
    ...{ programmes: ['低保'], replaces: [], replacedBy: null, doubt: null, published: '' },
    ...{ checked: today, clauses: [{ anchor: '1', article: '第一条', heading: '', text: '' }] },
  }),
  standard: (today) => ({
    ...{ key: '', programme: '低保', name: '', area: '统一', district: '烟台市', amount: '' },
    ...{ unit: '元/人·月', from: today, to: '', clause: '', basis: 'verified', hedge: '' },
  }),
  contact: () => ({
    ...{ key: '', name: '', value: '', kind: 'phone', district: '烟台市', hours: '', note: '' },
    basis: 'verified',
  }),
};

/** The text of a field, whatever stands in the body. */
export function textOf(body: Body, { name, type }: Field): string {
  const value = body[name];
  if (type === 'lines') return Array.isArray(value) ? value.join('\n') : '';
  return typeof value === 'string' ? value : '';
}

/** The body with what was typed. */
export function withText(body: Body, { name, type, empty = 'text' }: Field, typed: string): Body {
  const { [name]: _before, ...others } = body;
  if (type === 'lines') return { ...body, [name]: typed === '' ? [] : typed.split('\n') };
  if (typed === '' && empty === 'gone') return others;
  return { ...body, [name]: typed === '' && empty === 'null' ? null : typed };
}

/** Blank lines and spaces around are nobody's phrasing. */
export function tidied(kind: string, body: Body): Body {
  const lists = (FORMS[kind] ?? []).filter(({ type }) => type === 'lines');
  return Object.fromEntries(
    Object.entries(body).map(([name, value]) => [
      name,
      Array.isArray(value) && lists.some((one) => one.name === name)
        ? value.map((line) => String(line).trim()).filter((line) => line !== '')
        : value,
    ]),
  );
}
