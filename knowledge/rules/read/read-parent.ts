/** How a child's father or mother is, from what is said about that parent alone. */
import { readQuantities } from '../../text/quantities.ts';
import { type Duration, type Quantity, type QuantityOptions } from '../../text/quantity.ts';
import { type MoreAsk, type ParentFact } from '../model.ts';
import { parentStateIn } from './choices.ts';

export type ParentHeard =
  | { readonly kind: 'parent'; readonly parent: ParentFact }
  | { readonly kind: 'more'; readonly ask: Extract<MoreAsk, 'months' | 'grade'> }
  | { readonly kind: 'not-heard' };

const LASTING: readonly ParentFact['state'][] = ['失联', '服刑', '戒毒', '限制自由'];

/** `settled`: what is still missing is not known; it is not asked for again. */
export function readParent(text: string, options: QuantityOptions, settled = false): ParentHeard {
  const quantities = readQuantities(text, options);
  const disability = quantities.find((one) => one.kind === 'disability');
  const state = parentStateIn(text) ?? (disability === undefined ? null : '残疾');
  if (state === null) return { kind: 'not-heard' };
  if (LASTING.includes(state)) {
    const months = monthsIn(quantities);
    if (months === null && !settled) return { kind: 'more', ask: 'months' };
    return { kind: 'parent', parent: { state, months, disability: null } };
  }
  if (state !== '残疾')
    return { kind: 'parent', parent: { state, months: null, disability: null } };
  const { grade, type } = disability ?? { grade: null, type: null };
  if (grade === null && !settled) return { kind: 'more', ask: 'grade' };
  return { kind: 'parent', parent: { state, months: null, disability: { grade, type } } };
}

const MONTHS: Readonly<Record<Duration['unit'], number>> = {
  ...{ 年: 12, 月: 1, 周: 12 / 52, 天: 12 / 365, 工作日: 12 / 250, 小时: 0 },
};

/** The longest time that is named; a whole number of months, rounded down, so that 半年 is six. */
function monthsIn(quantities: readonly Quantity[]): number | null {
  const months = quantities.flatMap((one) =>
    one.kind === 'duration' ? [Math.floor(one.count * MONTHS[one.unit] + 1e-9)] : [],
  );
  return months.length === 0 ? null : Math.max(...months);
}
