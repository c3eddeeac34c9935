/** Fills `{{amount:KEY}}` and `{{contact:KEY}}` from the dated tables for a day and a place. */
import { type Standard } from '../../model.ts';
import { type Library } from '../library.ts';
import { type Scope } from '../state.ts';
import { type Words } from '../words.ts';

export interface Filled {
  readonly text: string;
  readonly standards: readonly Standard[];
  /** Placeholders without a value for the day and place: such a draft must not go out. */
  readonly missing: readonly string[];
}

const PLACEHOLDER = /\{\{(?<kind>amount|contact):(?<key>[a-z0-9-]+)\}\}/g;

export function fillPlaceholders(
  template: string,
  scope: Pick<Scope, 'asOf' | 'district'>,
  tools: { readonly library: Library; readonly words: Words },
): Filled {
  const standards: Standard[] = [];
  const missing: string[] = [];
  const text = template.replace(PLACEHOLDER, (whole, kind: string, key: string) => {
    if (kind === 'contact') {
      const contact = tools.library.contact(key, scope.district);
      if (contact === null) missing.push(whole);
      return contact?.value ?? '';
    }
    const found = tools.library.amounts(key, scope.asOf, scope.district);
    if (found.length === 0) missing.push(whole);
    standards.push(...found);
    return renderAmounts(found, tools);
  });
  return { text: text.trim(), standards, missing };
}

/** One figure, or all of them by place where they differ and the place is not known. */
function renderAmounts(
  standards: readonly Standard[],
  tools: { readonly library: Library; readonly words: Words },
): string {
  const amounts = new Set(standards.map((one) => one.amount));
  const first = standards[0];
  if (first === undefined) return '';
  if (amounts.size === 1) return amountText(first);
  const byAmount = new Map<string, Standard[]>();
  for (const one of standards) {
    byAmount.set(one.amount, [...(byAmount.get(one.amount) ?? []), one]);
  }
  return [...byAmount.values()]
    .sort((a, b) => a.length - b.length || 0)
    .map((group) => `${placesText(group, standards, tools)}${amountText(group[0] ?? first)}`)
    .join('，');
}

/** The wider place means "everywhere else" beside the districts that have a figure of their own. */
function placesText(
  group: readonly Standard[],
  all: readonly Standard[],
  tools: { readonly library: Library; readonly words: Words },
): string {
  return group
    .map((one) => {
      const isWider = all.some(
        (other) =>
          other.district !== one.district &&
          tools.library.placesAbove(other.district).includes(one.district),
      );
      return isWider ? tools.words('amount.elsewhere') : one.district;
    })
    .join('、');
}

/** `214` + `元/人·月` → 214元; the answer's own words say for whom and how often. */
function amountText(standard: Standard): string {
  return `${standard.amount}${standard.unit.split(/[/（(]/u)[0] ?? ''}`;
}
