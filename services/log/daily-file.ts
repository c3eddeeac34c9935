import { type WriteStream, createWriteStream, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { type Clock, beijingDate } from '../clock.ts';

const FILE = /^mingbai-(\d{4}-\d{2}-\d{2})\.log$/u;
const DAY_MS = 24 * 3600 * 1000;

export interface DailyFileOptions {
  readonly dir: string;
  /** Files of days longer ago than this are removed, once as many newer ones are there. */
  readonly retentionDays: number;
  readonly clock: Clock;
}

/** A stream into one file a day, `mingbai-YYYY-MM-DD.log`, that removes old files when a day begins. */
export class DailyFile extends Writable {
  private readonly options: DailyFileOptions;
  private day = '';
  private file: WriteStream | null = null;

  constructor(options: DailyFileOptions) {
    super({ decodeStrings: false });
    this.options = options;
    mkdirSync(options.dir, { recursive: true });
  }

  override _write(
    chunk: string | Buffer,
    _encoding: BufferEncoding,
    done: (error?: Error | null) => void,
  ): void {
    const today = beijingDate(this.options.clock.now());
    if (today !== this.day) this.turnTo(today);
    // A full disk must not stop the service: the line is lost, stdout still has it.
    this.file?.write(chunk, () => done());
  }

  /** Lines that came while others were written go out together: one call of the system instead of many. */
  override _writev(
    chunks: readonly { readonly chunk: unknown }[],
    done: (error?: Error | null) => void,
  ): void {
    this._write(chunks.map(({ chunk }) => String(chunk)).join(''), 'utf8', done);
  }

  override _final(done: (error?: Error | null) => void): void {
    if (this.file === null) done();
    else this.file.end(() => done());
  }

  private turnTo(day: string): void {
    this.file?.end();
    this.day = day;
    this.file = createWriteStream(join(this.options.dir, `mingbai-${day}.log`), {
      flags: 'a',
      mode: 0o640,
    });
    this.file.on('error', () => null);
    this.removeOld(day);
  }

  private removeOld(today: string): void {
    const { dir, retentionDays } = this.options;
    const oldest = new Date(Date.parse(`${today}T00:00:00Z`) - retentionDays * DAY_MS)
      .toISOString()
      .slice(0, 10);
    const days = readdirSync(dir)
      .flatMap((name) => FILE.exec(name)?.[1] ?? [])
      .filter((day) => day !== today)
      .sort();
    // A clock that leapt must not remove what is young in truth: so many days of work stay in any case.
    for (const day of days.slice(0, -retentionDays))
      if (day < oldest) rmSync(join(dir, `mingbai-${day}.log`), { force: true });
  }
}
