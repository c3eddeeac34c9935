import { mkdir, readFile, readdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type CheckpointFolder } from './audit.ts';
import { type Checkpoint } from './checkpoint.ts';

const FILE = /^checkpoint-\d{12}\.json$/;

/** Checkpoints as files in one folder, with the public key beside them. Nothing is ever overwritten with less. */
export function checkpointFolder(folder: string, publicPem: string): CheckpointFolder {
  const ready = async (): Promise<void> => {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'audit-public.pem'), publicPem, { flag: 'wx' }).catch(() => null);
  };
  return {
    last: async () => {
      await ready();
      const name = (await readdir(folder))
        .filter((file) => FILE.test(file))
        .sort()
        .at(-1);
      return name === undefined
        ? null
        : (JSON.parse(await readFile(join(folder, name), 'utf8')) as Checkpoint);
    },
    write: async (checkpoint) => {
      await ready();
      const name = `checkpoint-${String(checkpoint.seq).padStart(12, '0')}.json`;
      const half = join(folder, `.${name}.part`);
      await writeFile(half, `${JSON.stringify(checkpoint)}\n`);
      await rename(half, join(folder, name));
    },
  };
}
