import { AppError } from '../errors.ts';
import { type StaffMember } from '../staff/role.ts';
import { record } from './apply.ts';
import { attach } from './attach.ts';
import { type TicketDeps } from './deps.ts';
import { type Attachment, type FileIn, MAX_FILES, paperProblem, papersFrom } from './papers.ts';
import { RESIDENT, opened } from './resident-doors.ts';
import { visible } from './staff-doors.ts';
import { actorOf, identityOf } from './staff-view.ts';
import { type Actor, type Ticket } from './ticket.ts';

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

/** See `Attachments`. */
export function createAttachments(deps: TicketDeps): Attachments {
  const { papers: store } = deps;
  return {
    hand: async (number, code, file) =>
      kept(deps, await opened(deps, number, code), { file, actor: RESIDENT }),
    add: async (staff, number, file) =>
      kept(deps, await visible(deps, staff, number), { file, actor: actorOf(staff) }),
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
  ticket: Ticket,
  { file, actor }: { readonly file: FileIn; readonly actor: Actor },
): Promise<Attachment> {
  const papers = papersFrom([file], deps.words.fields);
  return deps.unitOfWork.transaction(async () => {
    if ((await deps.papers.of(ticket)).length >= MAX_FILES)
      throw paperProblem(deps.words.fields, 'file-count', MAX_FILES);
    const [attachment] = await attach(deps, ticket, papers, actor);
    if (!attachment) throw new AppError('internal', 'no paper was kept');
    return attachment;
  });
}
