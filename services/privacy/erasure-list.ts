import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Who was erased, outside the database: a backup from before brings their wrapped keys back, and this list is how they are
 * destroyed again. Random numbers only; nobody can be found by them.
 */
export interface ErasureList {
  add(persons: readonly string[], at: string): Promise<void>;
  all(): Promise<ReadonlySet<string>>;
}

const FILE = 'erased.jsonl';

/** The list as one file beside the checkpoints, which backups of the database do not touch. */
export function erasureFile(folder: string): ErasureList {
  const file = join(folder, FILE);
  return {
    add: async (persons, at) => {
      if (persons.length === 0) return;
      await mkdir(folder, { recursive: true });
      const lines = persons.map((person) => `${JSON.stringify({ person, at })}\n`);
      await appendFile(file, lines.join(''), { mode: 0o600 });
    },
    all: async () => {
      const text = await readFile(file, 'utf8').catch(missing);
      const found = text.split('\n').flatMap((line) => personOf(line));
      return new Set(found);
    },
  };
}

function missing(thrown: unknown): string {
  if ((thrown as { code?: unknown }).code === 'ENOENT') return '';
  throw thrown;
}

// A line cut short by a full disk names nobody; the next start writes that person again.
function personOf(line: string): readonly string[] {
  try {
    return [(JSON.parse(line) as { person: string }).person];
  } catch {
    return [];
  }
}

export interface ReconcileDeps {
  readonly list: ErasureList;
  readonly store: {
    destroyedPersons(): Promise<readonly string[]>;
    /** Destroys what of these keys there is; gives how many there were. */
    destroyAgain(persons: readonly string[], at: string): Promise<number>;
  };
  readonly now: () => Date;
}

/**
 * Brings list and database together: whoever is on the list stays erased, whatever backup was put back, and whoever is erased
 * stands on the list, whenever the service was killed. Gives how many persons a backup had brought back.
 */
export async function reconcileErasures({ list, store, now }: ReconcileDeps): Promise<number> {
  const [listed, destroyed] = [await list.all(), await store.destroyedPersons()];
  const at = now().toISOString();
  const unlisted = destroyed.filter((person) => !listed.has(person));
  await list.add(unlisted, at);
  const gone = new Set(destroyed);
  const back = [...listed].filter((person) => !gone.has(person));
  return store.destroyAgain(back, at);
}
