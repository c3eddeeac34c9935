/** Photos and papers that belong to a matter: what the office takes, whichever door they come through. */
import { createHash } from 'node:crypto';
import { AppError } from '../errors.ts';
import { fill } from '../text.ts';
import { type Ticket } from './ticket.ts';

/** A file as somebody hands it in; neither its name nor its content is believed. */
export interface FileIn {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A file that was looked at: its type and the ending of its name come from its content. */
export interface Paper extends FileIn {
  readonly type: PaperType;
  /** SHA-256 of the bytes. */
  readonly digest: string;
}

export const MAX_FILES = 10;
/** Bytes of one file. */
export const MAX_FILE_BYTES = 5 * 1024 * 1024;
/** Bytes of all files that are handed in at once. */
export const MAX_FILES_BYTES = 20 * 1024 * 1024;
const MAX_NAME = 100;

// By what the file holds, not by what it is called: no SVG, no HTML, no archives.
const MAGIC = [
  { type: 'image/jpeg', extension: 'jpg', starts: [0xff, 0xd8, 0xff] },
  { type: 'image/png', extension: 'png', starts: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] },
  { type: 'application/pdf', extension: 'pdf', starts: [0x25, 0x50, 0x44, 0x46, 0x2d] },
] as const;
export type PaperType = (typeof MAGIC)[number]['type'];

/** A paper that belongs to a ticket: a photo or a PDF. */
export interface Attachment {
  readonly id: string;
  readonly at: string;
  /** `resident`, or the id of a member of staff. */
  readonly by: string;
  readonly name: string;
  readonly type: PaperType;
  /** Bytes. */
  readonly size: number;
  /** SHA-256 of the bytes. */
  readonly digest: string;
}

export interface AttachmentStore {
  insert(ticket: OwnedTicket, attachment: Attachment, bytes: Uint8Array): Promise<void>;
  /** In the order of their coming; empty once the person was erased. */
  of(ticket: OwnedTicket): Promise<readonly Attachment[]>;
  bytes(ticket: OwnedTicket, id: string): Promise<Uint8Array | null>;
}

export type OwnedTicket = Pick<Ticket, 'number' | 'personId'>;

/** Sentences by problem: `file-type`, `file-size`, `file-count`, `file-total`, `file-name`. */
export type PaperWords = Readonly<Record<string, string>>;

/**
 * Looks at files that come together. Throws `request.invalid` with one sentence about the field `file` for anything but
 * photos and PDF, for one that is too large, and for too many.
 */
export function papersFrom(files: readonly FileIn[], words: PaperWords): readonly Paper[] {
  const megabytes = (bytes: number): number => bytes / 1024 / 1024;
  if (files.length > MAX_FILES) throw paperProblem(words, 'file-count', MAX_FILES);
  const papers = files.map((file) => paperFrom(file, words, megabytes(MAX_FILE_BYTES)));
  const total = files.reduce((sum, { bytes }) => sum + bytes.length, 0);
  if (total > MAX_FILES_BYTES) throw paperProblem(words, 'file-total', megabytes(MAX_FILES_BYTES));
  return papers;
}

function paperFrom({ name, bytes }: FileIn, words: PaperWords, mostMegabytes: number): Paper {
  const kind = MAGIC.find(({ starts }) => starts.every((byte, at) => bytes[at] === byte));
  const plain = plainName(name);
  if (!kind) throw paperProblem(words, 'file-type');
  if (bytes.length > MAX_FILE_BYTES) throw paperProblem(words, 'file-size', mostMegabytes);
  if (plain.length > MAX_NAME) throw paperProblem(words, 'file-name');
  return {
    // The ending tells what the file holds, whatever it was called.
    name: `${plain.replace(/\.[^.]*$/u, '') || kind.extension}.${kind.extension}`,
    bytes,
    type: kind.type,
    digest: createHash('sha256').update(bytes).digest('hex'),
  };
}

/** The refusal of a file, with its sentence. */
export function paperProblem(words: PaperWords, key: string, most = 0): AppError {
  const message = fill(words[key] ?? key, { most });
  return new AppError('request.invalid', undefined, { fields: [{ field: 'file', message }] });
}

// No paths, no control characters, no marks that turn the reading direction.
function plainName(name: string): string {
  const last = name.normalize('NFC').split(/[/\\]/u).at(-1) ?? '';
  return last.replace(/[\p{C}"<>:|?*]/gu, '').trim();
}
