/** Facts that were told, apart from those that the person does not know. */
import { type DisabilityFact, type SelfCheckFacts } from './model.ts';

export function isListed<T>(value: readonly T[] | string | undefined): value is readonly T[] {
  return Array.isArray(value);
}

export function isDisabled(disability: SelfCheckFacts['disability']): disability is DisabilityFact {
  return typeof disability === 'object';
}
