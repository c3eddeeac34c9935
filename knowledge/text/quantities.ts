import { readAges } from './quantities/age.ts';
import { type Claim, type Reader } from './quantities/claim.ts';
import { readDates, readNumericDates } from './quantities/dates.ts';
import { readDisabilities } from './quantities/disability.ts';
import { readFestivals, readLunarDates } from './quantities/festivals.ts';
import { readIdentifiers } from './quantities/identifiers.ts';
import { MaskedText } from './quantities/masked.ts';
import {
  readAreas,
  readClocks,
  readDurations,
  readMonthlyDays,
  readOrdinals,
  readPlainNumbers,
  readShares,
} from './quantities/measures.ts';
import { readNearDates } from './quantities/near-dates.ts';
import { readMoney } from './quantities/money.ts';
import { readPeople } from './quantities/people.ts';
import { type Quantity, type QuantityOptions } from './quantity.ts';

/** Longer texts are read up to here. */
const LONGEST_TEXT = 2000;

/** Where two readers claim the same words, the one that stands first has them. */
const READERS: readonly Reader[] = [
  readMonthlyDays,
  readOrdinals,
  readLunarDates,
  readDisabilities,
  readAges,
  readNearDates,
  readDates,
  readClocks,
  readShares,
  readMoney,
  readPeople,
  readAreas,
  readDurations,
  readPlainNumbers,
];

/**
 * Every quantity of a normalised text, in order, without overlaps. Reads at most the first 2,000 characters, in time
 * linear in their number. Says nothing rather than something wrong.
 */
export function readQuantities(text: string, options: QuantityOptions): readonly Quantity[] {
  const read = text.slice(0, LONGEST_TEXT);
  const named = settled([
    ...readIdentifiers(read),
    ...readNumericDates(read),
    ...readFestivals(read, options),
  ]);
  const masked = new MaskedText(read, named);
  const counted = READERS.flatMap((reader) => reader(masked, options));
  return settled([...named, ...counted])
    .sort((a, b) => a.start - b.start)
    .flatMap(({ start, end, quantity }) =>
      quantity === null ? [] : [{ ...quantity, start, end, text: read.slice(start, end) }],
    );
}

/** The claims that do not run into an earlier one. */
function settled(claims: readonly Claim[]): Claim[] {
  const kept: Claim[] = [];
  // Claims come reader by reader; a bitmap keeps this linear however many there are.
  const taken = new Set<number>();
  for (const claim of claims) {
    let free = claim.end > claim.start;
    for (let at = claim.start; free && at < claim.end; at += 1) free = !taken.has(at);
    if (!free) continue;
    for (let at = claim.start; at < claim.end; at += 1) taken.add(at);
    kept.push(claim);
  }
  return kept;
}
