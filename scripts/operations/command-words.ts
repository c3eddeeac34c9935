import { join } from 'node:path';
import { z } from 'zod';
import { fill, readYaml } from '../../services/text.ts';

const text = z.string().min(1);
const schema = z.strictObject({
  commands: z.strictObject({
    'record-verified': text,
    'record-altered': text,
    'backup-on-postgres': text,
    'restore-on-postgres': text,
    'restore-over-database': text,
    'one-time-password': text,
    'tables-up-to-date': text,
    'nothing-copied': text,
    'key-prepared': text,
    'keys-rotated': text,
    'keys-not-rotated': text,
    'keys-not-writable': text,
  }),
});
type CommandKey = keyof z.output<typeof schema>['commands'];

/** Says a sentence of `words/commands.yaml` to the administrator who runs a command. */
export type Say = (key: CommandKey, values?: Readonly<Record<string, string | number>>) => string;

/** Reads the sentences of the commands from the content folder. */
export function readCommandWords(contentDir: string): Say {
  const { commands } = readYaml(join(contentDir, 'words/commands.yaml'), schema);
  return (key, values = {}) => fill(commands[key], values);
}
