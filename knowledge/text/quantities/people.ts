import { type Numeral } from '../numerals.ts';
import { type Bare, type Claim, type Reader, claims } from './claim.ts';
import { ANY, ONE } from './masked.ts';

const HOME = `(?:全家|${ONE}家子?|家里|家中|家庭|[我俺恁你您咱他她]家|[我俺恁你您咱他她]们家)`;
const LINK = `(?:人口|${ONE}共|总共|共|现在|就|有|是|里|,|:| ){0,3}`;

/** 三口人, 一家六口, 家里十二口人; a lone 一口 needs its 人. */
const MOUTHS = new RegExp(
  `(?:${HOME}${LINK})?(?<n>${ANY})口(?:人|之家|子(?!人))?(?![气锅井水猪咬价号岸径碑令味红])`,
  'dgu',
);
const HOUSE_OF = new RegExp(`${HOME}${LINK}(?<n>${ANY})个?人(?![民员均次份])`, 'dgu');
const ALONE = new RegExp(
  `(?:就|只有|光|只剩|剩下?|独自|孤身|单身)(?:[我俺他她]|老人|爷爷|奶奶|老头|老汉)?(?:自己|自个儿?)?${ONE}个?人|(?:[我俺他她]|自己|自个儿?|老人)${ONE}个?人(?=过|住|生活|单过|吃|在家|户口|$)`,
  'dgu',
);
const PEOPLE = new RegExp(
  `(?<![大初高第老])(?<n>${ANY})(?<each>[个名位])?(?:人(?![民员均家口次份工力月类])|小?孩子?|娃|老人|儿子|儿(?![童科媳歌])|闺女|女儿|儿女|子女|学生|残疾人|大人|劳动?力|兄弟|姐妹|孙子|孙女|病人|老的|小的)`,
  'dgu',
);
/** Words in which the number is part of the relation. */
const PAIRS =
  /(?<two>老?两口子|老两口|小两口|老俩口|俩口子|两口子|夫妻(?:俩|二人|两人|两个)|夫妇(?:俩|二人)|(?:爷|娘|姐弟|兄弟|姐妹|兄妹|母女|母子|父子|父女|祖孙|婆媳)俩)|(?<three>(?:爷|娘|姐弟|兄弟|母子|父子)仨)/gu;

/** People: the household as a whole (三口人) or some people (俩孩子, 夫妻俩). */
export const readPeople: Reader = (masked) => [
  ...pairs(masked.original),
  ...claims(masked, ALONE, () => people(1, true)),
  ...claims(masked, HOUSE_OF, (found) => counted(found.numeral('n'), true)),
  ...claims(masked, MOUTHS, (found) => {
    const numeral = found.numeral('n');
    const loneMouth = numeral?.form === 'one' && !found.after(0).startsWith('人');
    const whole = masked.original.slice(found.start, found.end);
    return loneMouth && !whole.endsWith('人') ? undefined : counted(numeral, true);
  }),
  ...claims(masked, PEOPLE, (found) => {
    const numeral = found.numeral('n');
    const whole = masked.original.slice(found.start, found.end);
    // 一个人 may mean "each" (一个人一个月多少) and 一人 too: ALONE reads the clear cases.
    if (
      numeral?.form === 'one' &&
      (found.group('each') === '' || (whole.endsWith('人') && !whole.endsWith('老人')))
    )
      return undefined;
    return counted(numeral, false);
  }),
];

/** More than this is no household and no count that a rule asks for: a village, a queue. */
const MOST_PEOPLE = 99;
/** 三十多口人 go to the city hall; nobody's household is that large. */
const LARGEST_HOUSEHOLD = 15;

function counted(numeral: Numeral | null, household: boolean): Bare | undefined {
  if (numeral === null || numeral.form === 'sequence') return undefined;
  const { min, max } = numeral;
  const value = Math.round(numeral.value);
  if (value < 1 || value > MOST_PEOPLE || !Number.isInteger(min)) return undefined;
  const whole = household && value <= LARGEST_HOUSEHOLD;
  return { kind: 'people', count: value, min, max: max ?? MOST_PEOPLE, household: whole };
}

function people(count: number, household: boolean): Bare {
  return { kind: 'people', count, min: count, max: count, household };
}

function pairs(text: string): readonly Claim[] {
  return [...text.matchAll(PAIRS)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
    quantity: people(match.groups?.['two'] === undefined ? 3 : 2, false),
  }));
}
