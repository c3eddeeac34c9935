/** Starts that may not succeed. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import knexModule from 'knex';
import { besiege, type Place, type Siege } from './kill.ts';
import { type ChaosContext, type Outcome } from './scenario.ts';
import { NotStarted, startService } from './service.ts';

/** What must happen at a start that may not succeed. */
interface Refusal {
  readonly place: Place;
  readonly env?: Readonly<Record<string, string>>;
  /** Words that the administrator must read. */
  readonly sentence: RegExp;
}

/** A start that must be refused, with a sentence and without anything written into the database. */
export async function mustRefuse(
  { service: command }: ChaosContext,
  siege: Siege,
  { place, env = {}, sentence }: Refusal,
): Promise<void> {
  const before = await fingerprint(place.databaseUrl);
  try {
    const running = await startService({
      command,
      folder: place.folder,
      env: { ...place.env, ...env },
    });
    siege.ledger.faults.push(`started all the same, without “${sentence.source}”`);
    await running.stop();
  } catch (thrown) {
    if (!(thrown instanceof NotStarted)) throw thrown;
    if (!sentence.test(thrown.said) || thrown.code !== 1)
      siege.ledger.faults.push(
        `no clear sentence (${sentence.source}): ${thrown.said.slice(-300)}`,
      );
  }
  if ((await fingerprint(place.databaseUrl)) !== before)
    siege.ledger.faults.push(`the database was written (${sentence.source})`);
}

/** Of every byte of a file, or of every row on a server. */
async function fingerprint(url: string): Promise<string> {
  const hash = createHash('sha256');
  if (!url.startsWith('postgres')) return hash.update(readFileSync(url)).digest('hex');
  const log = { warn: () => undefined };
  const knex = knexModule({ client: 'pg', connection: url, pool: { min: 0, max: 1 }, log });
  try {
    const tables = await knex('pg_tables')
      .where({ schemaname: 'public' })
      .orderBy('tablename')
      .pluck<string[]>('tablename');
    for (const table of tables) {
      const { rows } = await knex.raw<{ rows: { row: string }[] }>(
        'SELECT t::text AS row FROM ?? AS t ORDER BY 1',
        [table],
      );
      hash.update(`${table}\n${rows.map(({ row }) => row).join('\n')}\n`);
    }
    return hash.digest('hex');
  } finally {
    await knex.destroy();
  }
}

/** Fills a database, ends the service, lets `harm` be done and refused, then starts it again. */
export async function stopped(
  context: ChaosContext,
  place: Place,
  harm: (siege: Siege) => Promise<string>,
): Promise<Outcome> {
  const siege = await besiege(context, place);
  await siege.under('r', () => sleep(1500));
  await siege.service().stop();
  const what = await harm(siege);
  await siege.again();
  return siege.end(what);
}
