/** Numbers that are names: a degree of disability, the number of a document, a telephone number of few digits. */

const KEY =
  /(?<![上下哪同本省市县区镇乡村某每向高低])(?<grade>[一二两贰三四1-4])级(?!政府|财政|民政|医院|法院|部门|单位|联动|干部)|(?<![\d月])(?<document>\d{2,4})号(?![发给到打来批前左])|(?<!\d)(?<phone>12\d{3})(?!\d)/gu;

const CHINESE: ReadonlyMap<string, string> = new Map([
  ['1', '一'],
  ['2', '二'],
  ['两', '二'],
  ['贰', '二'],
  ['3', '三'],
  ['4', '四'],
]);

/** 一二级 names both. */
const TWO_GRADES =
  /(?<![上下省市县区\d])(?<one>[一二三四1-4])[、,，和]?(?<other>[一二三四1-4])级/gu;

/** The keys that a text names, with their kind before them: `grade:一`, `document:649`, `phone:12345`. */
export function keysOf(text: string): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const { groups = {} } of text.replace(TWO_GRADES, '$1级$2级').matchAll(KEY)) {
    for (const [kind, value] of Object.entries<string | undefined>(groups)) {
      if (value !== undefined) keys.add(`${kind}:${CHINESE.get(value) ?? value}`);
    }
  }
  return keys;
}

/** 1 where the entry holds what is asked for; `other` 1 where it holds only others of the same kind. */
export function keyAgreement(
  asked: ReadonlySet<string>,
  held: ReadonlySet<string>,
): { said: number; other: number } {
  if (asked.size === 0 || held.size === 0) return NEITHER;
  if ([...asked].some((key) => held.has(key))) return { said: 1, other: 0 };
  const kinds = new Set([...asked].map(kindOf));
  return { said: 0, other: [...held].some((key) => kinds.has(kindOf(key))) ? 1 : 0 };
}

const NEITHER = { said: 0, other: 0 } as const;

function kindOf(key: string): string {
  return key.slice(0, key.indexOf(':'));
}
