import { type TicketDeps } from './deps.ts';
import { likeness, sketchOf } from './likeness.ts';
import { visible } from './staff-doors.ts';
import { type FileInput, type LikelyDuplicate, type Tickets } from './tickets.ts';

/** Same matter, as far as a machine may suggest it. */
const LIKELY = 0.45;
const SAME_CATEGORY = 0.1;
const SAME_PLACE = 0.15;
const SAME_PERSON = 0.2;
const LOOK_BACK_DAYS = 90;
const MAX_COMPARED = 5000;
const MAX_SHOWN = 5;

type Compared = Pick<FileInput, 'text' | 'district' | 'category' | 'contact'>;

/** Suggests tickets that are likely about the same matter: text, place and category together. */
export function duplicateDoors(
  deps: TicketDeps,
): Pick<Tickets, 'findLikelyDuplicates' | 'duplicatesOf'> {
  return {
    findLikelyDuplicates: (input) => likelyDuplicates(deps, input, null),
    duplicatesOf: async (staff, number) => {
      const ticket = await visible(deps, staff, number);
      if (ticket.text === null) return [];
      const found = await likelyDuplicates(deps, { ...ticket, text: ticket.text }, number);
      const mine = await Promise.all(
        found.map((line) =>
          visible(deps, staff, line.number).then(
            () => line,
            () => null,
          ),
        ),
      );
      return mine.filter((line) => line !== null);
    },
  };
}

async function likelyDuplicates(
  { store, crypto, clock }: TicketDeps,
  { text, district, category, contact }: Compared,
  except: string | null,
): Promise<LikelyDuplicate[]> {
  const since = new Date(clock.now().getTime() - LOOK_BACK_DAYS * 86_400_000).toISOString();
  const sketch = sketchOf(text, (pair) => crypto.fingerprint('sketch', pair));
  const phone = contact?.phone ? crypto.blindIndex('phone', contact.phone) : null;
  const candidates = await store.candidates(since, MAX_COMPARED);
  return candidates
    .filter(({ number }) => number !== except)
    .map((other) => {
      const samePerson = phone !== null && other.phoneIndex === phone;
      const bonus =
        (category != null && other.category === category ? SAME_CATEGORY : 0) +
        (district != null && other.district === district ? SAME_PLACE : 0) +
        (samePerson ? SAME_PERSON : 0);
      const alike = likeness(sketch, other.sketch);
      // A shared place and category alone make no duplicate.
      const total = alike < 0.2 ? 0 : Math.min(1, alike + bonus);
      const { number, state, filedAt } = other;
      return { number, state, filedAt, likeness: Math.round(total * 100) / 100, samePerson };
    })
    .filter((line) => line.likeness >= LIKELY)
    .sort((a, b) => b.likeness - a.likeness)
    .slice(0, MAX_SHOWN);
}
