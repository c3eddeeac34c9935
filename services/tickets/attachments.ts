import { createHash, randomUUID } from 'node:crypto';
import { beijingTime } from '../clock.ts';
import { AppError } from '../errors.ts';
import { type StaffMember } from '../staff/role.ts';
import { fill } from '../text.ts';
import { appendEvent, record } from './apply.ts';
import { type TicketDeps } from './deps.ts';
import { RESIDENT, opened } from './resident-doors.ts';
import { visible } from './staff-doors.ts';
import { actorOf, identityOf } from './staff-view.ts';
import { type Actor, type Ticket } from './ticket.ts';

/** A paper that belongs to a ticket: a photo or a PDF. */
export interface Attachment {
  readonly id: string;
  readonly at: string;
  /** `resident`, or the id of a member of staff. */
  readonly by: string;
  readonly name: string;
  readonly type: AttachmentType;
  /** Bytes. */
  readonly size: number;
  /** SHA-256 of the bytes. */
  readonly digest: string;
}

export interface FileIn {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface AttachmentStore {
  insert(ticket: OwnedTicket, attachment: Attachment, bytes: Uint8Array): Promise<void>;
  /** In the order of their coming; empty once the person was erased. */
  of(ticket: OwnedTicket): Promise<readonly Attachment[]>;
  bytes(ticket: OwnedTicket, id: string): Promise<Uint8Array | null>;
}
export type OwnedTicket = Pick<Ticket, 'number' | 'personId'>;

/** Papers of tickets. Kept sealed with the person's key, and never shown as a page. */
export interface Attachments {
  /** From the resident, with the query code. Throws `not-found`, `request.invalid` for anything but photos and PDF. */
  hand(number: string, code: string, file: FileIn): Promise<Attachment>;
  add(staff: StaffMember, number: string, file: FileIn): Promise<Attachment>;
  /** Throws `not-found` for a ticket that this person may not see. */
  list(staff: StaffMember, number: string): Promise<readonly Attachment[]>;
  /** The look is on the record first. Throws `access.denied` where the person's identity is withheld. */
  read(staff: StaffMember, number: string, id: string): Promise<FileIn & { type: string }>;
}

const MAX_FILES = 10;
const MAX_NAME = 100;
/** Bytes of one file. */
export const MAX_FILE_BYTES = 5 * 1024 * 1024;

// By what the file holds, not by what it is called: no SVG, no HTML, no archives.
const MAGIC = [
  { type: 'image/jpeg', extension: 'jpg', starts: [0xff, 0xd8, 0xff] },
  { type: 'image/png', extension: 'png', starts: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] },
  { type: 'application/pdf', extension: 'pdf', starts: [0x25, 0x50, 0x44, 0x46, 0x2d] },
] as const;
export type AttachmentType = (typeof MAGIC)[number]['type'];

/** See `Attachments`. */
export function createAttachments(deps: TicketDeps, store: AttachmentStore): Attachments {
  return {
    hand: async (number, code, file) =>
      kept(deps, store, await opened(deps, number, code), { file, actor: RESIDENT }),
    add: async (staff, number, file) =>
      kept(deps, store, await visible(deps, staff, number), { file, actor: actorOf(staff) }),
    list: async (staff, number) => store.of(await visible(deps, staff, number)),
    read: async (staff, number, id) => {
      const ticket = await visible(deps, staff, number);
      const found = (await store.of(ticket)).find((one) => one.id === id);
      if (!found) throw new AppError('not-found');
      // A photo may show who complains.
      const withheld = identityOf(staff, ticket) === 'withheld';
      await deps.unitOfWork.transaction(() =>
        record(
          deps,
          {
            ...{ ticket, action: 'read-attachment', actor: actorOf(staff) },
            outcome: withheld ? 'refused' : 'done',
          },
          { digest: found.digest },
        ),
      );
      if (withheld) throw new AppError('access.denied');
      const bytes = await store.bytes(ticket, id);
      if (!bytes) throw new AppError('not-found');
      return { name: found.name, bytes, type: found.type };
    },
  };
}

async function kept(
  deps: TicketDeps,
  store: AttachmentStore,
  ticket: Ticket,
  { file, actor }: { readonly file: FileIn; readonly actor: Actor },
): Promise<Attachment> {
  const { bytes } = file;
  const kind = MAGIC.find(({ starts }) => starts.every((byte, at) => bytes[at] === byte));
  const name = plainName(file.name);
  const megabytes = MAX_FILE_BYTES / 1024 / 1024;
  if (!kind) throw invalid(deps, 'file-type');
  if (bytes.length > MAX_FILE_BYTES) throw invalid(deps, 'file-size', megabytes);
  if (name.length > MAX_NAME) throw invalid(deps, 'file-name');
  return deps.unitOfWork.transaction(async () => {
    if ((await store.of(ticket)).length >= MAX_FILES) throw invalid(deps, 'file-count', MAX_FILES);
    const attachment: Attachment = {
      id: randomUUID(),
      at: beijingTime(deps.clock.now()),
      by: actor.id,
      // The ending tells what the file holds, whatever it was called.
      name: `${name.replace(/\.[^.]*$/u, '') || kind.extension}.${kind.extension}`,
      type: kind.type,
      size: bytes.length,
      digest: createHash('sha256').update(bytes).digest('hex'),
    };
    await store.insert(ticket, attachment, bytes);
    const told = { key: 'attached' };
    const internal = attachment.digest;
    await appendEvent(deps, ticket, {
      action: 'attach',
      from: ticket.state,
      actor,
      told,
      internal,
    });
    return attachment;
  });
}

// No paths, no control characters, no marks that turn the reading direction.
function plainName(name: string): string {
  const last = name.normalize('NFC').split(/[/\\]/u).at(-1) ?? '';
  return last.replace(/[\p{C}"<>:|?*]/gu, '').trim();
}

function invalid({ words }: TicketDeps, key: string, most = 0): AppError {
  const message = fill(words.fields[key] ?? key, { most });
  return new AppError('request.invalid', undefined, { fields: [{ field: 'file', message }] });
}
