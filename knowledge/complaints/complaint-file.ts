/** What the reader of complaints knows as data: the files of `content/complaints/`, checked and compiled. */
import { z } from 'zod';

/** 主诉求类别: what a person mainly complains of (the office keeps the same list on its tickets). */
export const COMPLAINT_CATEGORIES = [
  '优亲厚友/资格不符',
  '拖延不办',
  '不予受理不给理由',
  '停发未告知',
  '克扣截留/代管存折',
  '收取好处费',
  '态度恶劣',
  '泄露隐私',
  '公示问题',
  '骗保举报',
  '政策不满意见',
  '咨询类误投',
  '重复投诉',
  '不属于民政管辖',
] as const;
export type ComplaintCategory = (typeof COMPLAINT_CATEGORIES)[number];

const patterns = z.array(z.string().min(1)).min(1);
const words = z.record(z.string(), z.string().min(1));

export const examplesSchema = z.partialRecord(z.enum(COMPLAINT_CATEGORIES), patterns);

export const cuesSchema = z.strictObject({ words, cues: z.record(z.string(), patterns) });

export const departmentsSchema = z.array(
  z.strictObject({ offices: patterns, contacts: patterns, words: patterns }),
);

export const fieldsSchema = z.strictObject({
  words,
  programmes: z.record(z.string(), patterns),
  kinds: z.strictObject({ 举报: patterns, 建议: patterns, 求助: patterns }),
  entries: z.partialRecord(z.enum(COMPLAINT_CATEGORIES), z.string()),
  explicit: patterns,
  asks: patterns,
  anonymous: patterns,
  notAnonymous: patterns,
  confidential: patterns,
  ownName: patterns,
  urgent: patterns,
  notUrgent: patterns,
  wish: patterns,
  unit: patterns,
  dates: z.strictObject({
    background: patterns,
    happened: z.partialRecord(z.enum(COMPLAINT_CATEGORIES), patterns),
    undated: z.array(z.enum(COMPLAINT_CATEGORIES)),
  }),
});
export type FieldsFile = z.output<typeof fieldsSchema>;

/** An office that another matter belongs to. */
export interface Department {
  /** What the person is told. */
  readonly offices: readonly string[];
  /** All names under which it is known. */
  readonly contacts: readonly string[];
  readonly pattern: RegExp;
}

/** Named groups of patterns: whether a text matches one is a feature of it. */
export interface Cue {
  readonly name: string;
  readonly pattern: RegExp;
}

/** One pattern of many, with `<name>` replaced by the words of that name. Throws for an unknown name or a bad pattern. */
export function compile(list: readonly string[], names: Readonly<Record<string, string>>): RegExp {
  const source = list
    .map((one) =>
      one.replace(/(?<!\?)<([a-z-]+)>/gu, (_, name: string) => {
        const value = names[name];
        if (value === undefined) throw new Error(`complaints: no words named ${name}`);
        return value;
      }),
    )
    .map((one) => `(?:${one})`)
    .join('|');
  return new RegExp(source, 'u');
}
