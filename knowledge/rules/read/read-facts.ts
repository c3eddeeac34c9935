/** The facts of a self-check that a free text tells: only what is said clearly; everything else is asked. */
import { type Quantity, type QuantityOptions } from '../../text/quantity.ts';
import { type PersonFacts, readSituation } from '../../text/situation.ts';
import { type SelfCheckFacts, type Sum } from '../model.ts';
import { hardshipsIn } from './choices.ts';
import { readParent } from './read-parent.ts';
import { areaIn } from './read-reply.ts';
import { isShared } from './read-sums.ts';

export function readFacts(text: string, options: QuantityOptions): SelfCheckFacts {
  const situation = readSituation(text, options);
  const household = situation.householdSize;
  const owned = situation.property.filter((one) => one.owned);
  const hardship = hardshipsIn(text);
  return without({
    household: household !== null && household.min === household.max ? household.count : undefined,
    income: isShared(text) ? undefined : incomeOf(situation.incomes.map(({ money }) => money)),
    property: owned.length > 0 ? [...new Set(owned.map(({ kind }) => kind))] : undefined,
    receives:
      /(?:吃着?|享受|领着?|拿着?|是|在)低保(?!边缘)|低保户/u.test(text) && !ASKS.test(text)
        ? ['低保']
        : undefined,
    ...ofOnePerson(situation.people),
    hardship: hardship.length > 0 ? hardship : undefined,
    area: /户口|住/u.test(text) ? (areaIn(text) ?? undefined) : undefined,
    ...childAgeOf(situation.people),
    father: parentIn(text, FATHER, options),
    mother: parentIn(text, MOTHER, options),
  });
}

/** 能不能吃低保 asks for it. */
const ASKS = /(?:能不能|能|可以|想|咋|怎么|够不够|申请|办)(?:吃|享受|领|拿|是|在)?.{0,2}低保/u;

/** Sums with a period each; where one has none the total is asked for instead. */
function incomeOf(
  money: readonly Extract<Quantity, { readonly kind: 'money' }>[],
): readonly Sum[] | undefined {
  const sums = money.flatMap(({ yuan, min, max, period, perPerson }) =>
    period === '月' || period === '年'
      ? [{ yuan, min: Math.max(0, min), max, period, perPerson }]
      : [],
  );
  return sums.length > 0 && sums.length === money.length ? sums : undefined;
}

const CHILD = /孩子|娃|儿子|闺女|女儿|孙/u;

/** Age and disability, where the text tells them of one person only: of two, one cannot say whom the check is for. */
function ofOnePerson(people: readonly PersonFacts[]): Partial<SelfCheckFacts> {
  const aged = people.filter(({ age, who }) => age !== null && !(who !== null && CHILD.test(who)));
  const disabled = people.filter(({ disability }) => disability !== null);
  const [age, disability] = [aged[0]?.age, disabled[0]?.disability];
  const full = age == null ? undefined : age.nominal ? age.years - 1 : age.years;
  return {
    ...(aged.length === 1 && full !== undefined ? { age: full } : {}),
    ...(disabled.length === 1 && disability?.grade != null
      ? { disability: { grade: disability.grade, type: disability.type } }
      : {}),
    ...(people.some(({ illness }) => illness !== null) ? { illness: true } : {}),
  };
}

function childAgeOf(people: readonly PersonFacts[]): Partial<SelfCheckFacts> {
  const aged = people.flatMap(({ age, who }) =>
    age !== null && who !== null && CHILD.test(who) ? [age] : [],
  );
  const [age] = aged;
  return aged.length === 1 && age !== undefined ? { childAge: age.years } : {};
}

const FATHER =
  /(?:他|她|孩子|娃|孙子|孙女)(?:的)?(?:爸爸?|爹|父亲)|(?:^|[,。;!? ])(?:爸爸?|爹|父亲)/u;
const MOTHER =
  /(?:他|她|孩子|娃|孙子|孙女)(?:的)?(?:妈妈?|娘|母亲)|(?:^|[,。;!? ])(?:妈妈?|娘|母亲)/u;
const ANY_PARENT = /爸|爹|父亲|妈|娘|母亲/u;

/** What is said between the one parent's name and the next. */
function parentIn(
  text: string,
  name: RegExp,
  options: QuantityOptions,
): SelfCheckFacts['father'] | undefined {
  // Without a child in the talk 爸 and 妈 are the speaker's own, and nobody asks about raising them.
  if (!/孩子|娃|孙子|孙女|孤儿|抚养/u.test(text)) return undefined;
  const match = name.exec(text);
  if (match === null) return undefined;
  const rest = text.slice(match.index + match[0].length);
  const end = ANY_PARENT.exec(rest)?.index ?? rest.length;
  const heard = readParent(rest.slice(0, end), options, false);
  return heard.kind === 'parent' ? heard.parent : undefined;
}

function without(facts: {
  readonly [K in keyof SelfCheckFacts]?: SelfCheckFacts[K] | undefined;
}): SelfCheckFacts {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));
}
