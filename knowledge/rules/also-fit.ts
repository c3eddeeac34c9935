/** What in the facts alone speaks for another check. */
import { type SelfCheck, type SelfCheckFacts } from './model.ts';
import { isDisabled, isListed } from './told.ts';

const SPEAKS: Readonly<Record<SelfCheck, (facts: SelfCheckFacts) => boolean>> = {
  低保: saysIncome,
  低保边缘: saysIncome,
  单人保: ({ disability, illness }) => isDisabled(disability) || illness === true,
  残疾人两项补贴: ({ disability }) => isDisabled(disability),
  临时救助: ({ hardship, basicLife }) => isFilled(hardship) || basicLife === true,
  刚性支出: ({ spending, illness }) => isFilled(spending) || illness === true,
  特困: ({ supporters }) => isListed(supporters) && !supporters.includes('能养'),
  儿童保障: ({ father, mother }) => father !== undefined || mother !== undefined,
};

/** Something was told for which this check exists. */
export function speaksFor(check: SelfCheck, facts: SelfCheckFacts): boolean {
  return SPEAKS[check](facts);
}

function saysIncome({ income, ownIncome }: SelfCheckFacts): boolean {
  return income !== undefined || ownIncome !== undefined;
}

function isFilled(value: readonly unknown[] | string | undefined): boolean {
  return isListed(value) && value.length > 0;
}
