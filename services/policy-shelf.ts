import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { type Shelf } from '../knowledge/index.ts';
import { type Log } from './log/log.ts';

export interface PolicyShelfOptions {
  /** Where this service keeps what it computed. */
  readonly folder: string;
  /** Where `npm run build` put the same; null where nothing was built. */
  readonly built: string | null;
  readonly log: Pick<Log, 'debug' | 'warn'>;
}

/**
 * Keeps what the policy room computes in files, so that a start only loads it. A file is whole or not there: it is written under
 * another name first. A disk that cannot be written to costs time at the next start and nothing else.
 */
export function policyShelf({ folder, built, log }: PolicyShelfOptions): Shelf {
  return {
    read: function* (name) {
      for (const place of built === null ? [folder] : [folder, built]) {
        const bytes = bytesOf(join(place, `${name}.bin`));
        if (bytes !== null) yield bytes;
      }
    },
    write: (name, bytes) => {
      try {
        writeWhole(folder, `${name}.bin`, bytes);
      } catch (thrown) {
        log.warn('policy.not-kept', { code: name, error: thrown });
      }
    },
    refused: (name, why) => {
      // After an update everything kept is of other code: only damage is worth a person's attention.
      log[why === 'damaged' ? 'warn' : 'debug']('policy.kept-refused', { code: name, state: why });
    },
  };
}

function bytesOf(file: string): Uint8Array | null {
  try {
    return readFileSync(file);
  } catch {
    // What cannot be read is computed anew, whatever the reason.
    return null;
  }
}

function writeWhole(folder: string, name: string, bytes: Uint8Array): void {
  mkdirSync(folder, { recursive: true });
  const draft = join(folder, `${name}.${String(process.pid)}.new`);
  try {
    const file = openSync(draft, 'w');
    try {
      writeFileSync(file, bytes);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(draft, join(folder, name));
  } catch (thrown) {
    rmSync(draft, { force: true });
    throw thrown;
  }
}
