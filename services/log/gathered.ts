import { Writable } from 'node:stream';

/** So long a closing log waits for a reader that does not read, in milliseconds. */
const LAST_WORDS_MS = 2000;

/** Writes in one piece what came in a round of the event loop: a call of the system for each line cost more than making it. */
export class Gathered extends Writable {
  private readonly place: NodeJS.WritableStream;

  constructor(place: NodeJS.WritableStream) {
    super({ decodeStrings: false });
    this.place = place;
  }

  override _write(
    chunk: string | Buffer,
    _encoding: BufferEncoding,
    done: (error?: Error | null) => void,
  ): void {
    // Whatever becomes of the other end, the next lines are not kept waiting.
    setImmediate(() => {
      this.place.write(chunk);
      done();
    });
  }

  override _writev(
    chunks: readonly { readonly chunk: unknown }[],
    done: (error?: Error | null) => void,
  ): void {
    this._write(chunks.map(({ chunk }) => String(chunk)).join(''), 'utf8', done);
  }

  /** What the other end takes slowly is still on its way here: a process that exits now would cut it off. */
  override _final(done: (error?: Error | null) => void): void {
    let over = false;
    const end = (): void => {
      if (over) return;
      over = true;
      clearTimeout(givenUp);
      done();
    };
    const givenUp = setTimeout(end, LAST_WORDS_MS);
    this.place.write('', end);
  }
}
