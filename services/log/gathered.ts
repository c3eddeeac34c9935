import { Writable } from 'node:stream';

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
}
