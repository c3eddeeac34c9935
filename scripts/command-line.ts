/** What stands behind a command, read in one way by all of them. */
import { parseArgs, type ParseArgsConfig } from 'node:util';

type Options = NonNullable<ParseArgsConfig['options']>;

export interface CommandForm<T extends Options> {
  /** One line as a person types it: `npm run backup -- DIR`. */
  readonly usage: string;
  readonly options?: T;
  /** How many names without a `--` it takes, at least and at most; none when absent. */
  readonly names?: readonly [least: number, most: number];
}

type Read<T extends Options> = ReturnType<
  typeof parseArgs<{ readonly options: T; readonly allowPositionals: true }>
>;

/** Reads it. `--help` prints the usage and ends with 0; what the command does not know, or lacks, ends with 2 before anything is done. */
export function readCommandLine<const T extends Options = Record<string, never>>({
  usage,
  options,
  names: [least, most] = [0, 0],
}: CommandForm<T>): Read<T> {
  const read = readOrEnd(usage, { ...options, help: { type: 'boolean' } });
  if (read.values['help'] === true) {
    console.log(`usage: ${usage}`);
    process.exit(0);
  }
  const { length } = read.positionals;
  if (length > most) usageError(usage, `unexpected: ${read.positionals.slice(most).join(' ')}`);
  if (length < least) usageError(usage);
  return read as Read<T>;
}

/** Ends with 2: what was asked for cannot be done as it was asked. */
export function usageError(usage: string, why?: string): never {
  console.error(`${why === undefined ? '' : `${why}\n`}usage: ${usage}`);
  process.exit(2);
}

function readOrEnd(usage: string, options: Options) {
  try {
    return parseArgs({ options, allowPositionals: true });
  } catch (thrown) {
    const { code = '', message } = thrown as NodeJS.ErrnoException;
    if (!code.startsWith('ERR_PARSE_ARGS_')) throw thrown;
    return usageError(usage, message.split(/\. |\n/u)[0]);
  }
}
