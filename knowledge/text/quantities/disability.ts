import { type DisabilityType } from '../quantity.ts';
import { type Numeral } from '../numerals.ts';
import { type Bare, type Reader, claims } from './claim.ts';
import { ANY } from './masked.ts';

const TYPES: readonly (readonly [RegExp, DisabilityType])[] = [
  [/视力|失明|盲/u, '视力'],
  [/听力|聋/u, '听力'],
  [/言语|语言|哑/u, '言语'],
  [/肢体|截肢|截瘫/u, '肢体'],
  [/智力/u, '智力'],
  [/精神/u, '精神'],
  [/多重/u, '多重'],
];
const TYPE = '(?:视力|双目失明|失明|盲|听力|聋哑?|言语|语言|肢体|截肢|截瘫|智力|精神|多重)';
const GRADED = new RegExp(
  `(?:(?:(?<type>${TYPE})(?:重度|轻度)?(?:残疾?)?|残疾?)(?:证|人|是|为|等级|评的?|,| ){0,3})?(?<n>${ANY})级(?:的)?(?<later>${TYPE})?(?<word>残疾?(?:人|证)?)?`,
  'dgu',
);
const TYPED = new RegExp(`(?<type>${TYPE})(?:上)?(?:有)?残疾(?:人|证)?`, 'dgu');
/** A grade without 残 beside it still means disability where the talk is of it. */
const CONTEXT = /残|护理补贴|生活补贴|视力|听力|言语|肢体|智力|精神/u;

/** 残疾: kind and grade, in either order (肢体二级残, 二级残疾, 残疾证三级, 精神残疾三级证). */
export const readDisabilities: Reader = (masked) => [
  ...claims(masked, GRADED, (found) => {
    const whole = masked.original.slice(found.start, found.end);
    const near = masked.original.slice(Math.max(0, found.start - 20), found.end + 8);
    const meant = whole.includes('残') || found.group('type') !== '' || found.group('later') !== '';
    if (!meant && !CONTEXT.test(near)) return undefined;
    return disability(gradeOf(found.numeral('n')), found.group('type') || found.group('later'));
  }),
  ...claims(masked, TYPED, (found) => disability(null, found.group('type'))),
];

function gradeOf(numeral: Numeral | null): 1 | 2 | 3 | 4 | null | undefined {
  if (numeral === null) return undefined;
  // 一二级 names two grades: which one is the person's cannot be told.
  if (numeral.vague) return null;
  const { value } = numeral;
  return value === 1 || value === 2 || value === 3 || value === 4 ? value : undefined;
}

function disability(grade: 1 | 2 | 3 | 4 | null | undefined, said: string): Bare | undefined {
  if (grade === undefined) return undefined;
  const type = TYPES.find(([pattern]) => pattern.test(said))?.[1] ?? null;
  return { kind: 'disability', grade, type };
}
