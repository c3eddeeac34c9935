import { type Benefit, type BenefitStore } from '../benefits/benefit.ts';
import { AppError } from '../errors.ts';
import { type PersonKeys } from '../privacy/person-keys.ts';
import { type Database } from './database.ts';

interface Row {
  id: string;
  person_id: string;
  programme: string;
  district: string;
  state: Benefit['state'];
  sealed: string;
}

type Personal = Pick<Benefit, 'name' | 'phone' | 'from' | 'to' | 'amount' | 'payDay' | 'reason'>;

const MAX_TRIES = 5;
const cell = (id: string): { table: string; column: string; row: string } => ({
  table: 'benefits',
  column: 'sealed',
  row: id,
});

/** Benefits in SQL; who receives how much is sealed with the person's own key. */
export function benefitStore(db: Database, persons: PersonKeys): BenefitStore {
  const rowOf = async (benefit: Benefit): Promise<Row> => {
    const { id, personId, programme, district, state, ...personal } = benefit;
    const sealer = await persons.sealerFor(personId);
    if (!sealer) throw new AppError('conflict', 'the person was erased');
    const sealed = sealer.seal(JSON.stringify(personal satisfies Personal), cell(id));
    return { id, person_id: personId, programme, district, state, sealed };
  };
  const opened = async (row: Row): Promise<Benefit | null> => {
    const sealer = await persons.sealerFor(row.person_id);
    if (!sealer) return null;
    const personal = JSON.parse(sealer.open(row.sealed, cell(row.id))) as Personal;
    const { id, person_id: personId, programme, district, state } = row;
    return { ...personal, id, personId, programme, district, state };
  };
  return {
    insert: (benefit, phoneIndex) =>
      db.transaction(async () => {
        await db.q('benefits').insert({ ...(await rowOf(benefit)), phone_index: phoneIndex });
      }),
    update: (benefit) =>
      db.transaction(async () => {
        await db
          .q('benefits')
          .where({ id: benefit.id })
          .update(await rowOf(benefit));
      }),
    find: (id) =>
      db.run(async () => {
        const row = await db.q<Row>('benefits').where({ id }).first();
        return row ? opened(row) : null;
      }),
    byPhone: (phoneIndex) =>
      db.run(async () => {
        const rows = (await db
          .q('benefits')
          .where({ phone_index: phoneIndex })
          .orderBy('id')) as Row[];
        const found = await Promise.all(rows.map(opened));
        return found.filter((benefit) => benefit !== null);
      }),
    ...codeQueries(db),
  };
}

function codeQueries(db: Database): Pick<BenefitStore, 'putCode' | 'useCode'> {
  return {
    putCode: (phoneIndex, print, until) =>
      db.run(async () => {
        await db
          .q('benefit_codes')
          .insert({ phone_index: phoneIndex, print, until, tries: 0 })
          .onConflict('phone_index')
          .merge();
      }),
    useCode: (phoneIndex, print, now) =>
      db.transaction(async () => {
        const codes = () => db.q('benefit_codes').where({ phone_index: phoneIndex });
        // A code is used once, and every wrong try counts, also when two come together.
        const row = (await codes().forUpdate().first()) as
          { print: string; until: string; tries: number } | undefined;
        const open = row !== undefined && row.until > now && row.tries < MAX_TRIES;
        const fits = open && row.print === print;
        if (fits) await codes().delete();
        else if (row) await codes().update({ tries: row.tries + 1 });
        return fits;
      }),
  };
}
