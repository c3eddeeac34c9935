import { Readable, pipeline } from 'node:stream';
import { crc32, createDeflateRaw } from 'node:zlib';
import { Zip, type ZipInputFile } from 'fflate';

/** One file of an archive, whole or in parts. */
export interface ZipEntry {
  readonly name: string;
  readonly parts: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

const DEFLATE = 8;

/** An archive, part by part as it comes to be. The packing is done by zlib's threads, not by the event loop. */
export async function* zipParts(entries: Iterable<ZipEntry>): AsyncGenerator<Uint8Array> {
  const made: Uint8Array[] = [];
  const zip = new Zip((failed, part) => {
    if (failed) throw failed;
    made.push(part);
  });
  for (const { name, parts } of entries) {
    const file: ZipInputFile = { filename: name, compression: DEFLATE, size: 0, crc: 0 };
    zip.add(file);
    const counted = async function* (): AsyncGenerator<Uint8Array> {
      for await (const part of parts) {
        file.size += part.length;
        file.crc = crc32(part, file.crc);
        yield part;
      }
    };
    for await (const part of packed(counted())) {
      file.ondata?.(null, part, false);
      yield* made.splice(0);
    }
    file.ondata?.(null, new Uint8Array(), true);
  }
  zip.end();
  yield* made.splice(0);
}

/** A whole archive of whole files, by their names. */
export async function zipped(files: Readonly<Record<string, Uint8Array>>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  const entries = Object.entries(files).map(([name, bytes]) => ({ name, parts: [bytes] }));
  for await (const part of zipParts(entries)) parts.push(part);
  return Buffer.concat(parts);
}

function packed(parts: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array<ArrayBuffer>> {
  // What fails on the way is thrown to whoever reads the end of it.
  return pipeline(Readable.from(parts), createDeflateRaw(), () => undefined);
}
