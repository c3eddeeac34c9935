import { beijingTime } from '../clock.ts';
import { maskPersonalData } from '../privacy/personal-data.ts';
import { type StaffMember } from '../staff/role.ts';
import { fill } from '../text.ts';
import { type FiledTicket, type FileInput } from '../tickets/tickets.ts';
import { type Call } from './call-store.ts';
import { readCaller } from './caller.ts';
import { cannedReplies } from './canned.ts';
import { type CallHistory, type Calls, type FileFromCall } from './calls.ts';
import { type DeskDeps } from './deps.ts';
import { change, mine, viewOf, visible } from './call-access.ts';
import { incomplete, missingFields } from './form.ts';
import { type HandOver } from './hand-over/hand-over.ts';
import { callerIndex } from './receive.ts';

type Records = Pick<Calls, 'history' | 'file' | 'draftWrapUp' | 'wrapUp' | 'reveal' | 'canned'>;

const EARLIER = 10;
const MOST_CALL_BACKS = 200;

/** What stays of a call: history, ticket, wrap-up, and who looked at the number. */
export function deskRecords(deps: DeskDeps): Records {
  return {
    history: async (staff, id) => history(deps, staff, await visible(deps, staff, id)),
    file: (staff, id, input) => file(deps, staff, id, input),
    draftWrapUp: async (staff, id) => draft(deps, staff, await visible(deps, staff, id)),
    wrapUp: async (staff, id, { summary, resolution }) => {
      await mine(deps, staff, id);
      const at = beijingTime(deps.clock.now());
      const wrapUp = { summary: maskPersonalData(summary), resolution, by: staff.id, at };
      return viewOf(await change(deps, staff, id, () => ({ wrapUp })), staff);
    },
    canned: async (staff, choice) => {
      const { ticket = null } = choice;
      const about = ticket === null ? null : await deps.tickets.view(staff, ticket);
      return cannedReplies(deps.words, staff, choice, about);
    },
    reveal: (staff, id, reason) => reveal(deps, staff, id, reason),
  };
}

async function history(deps: DeskDeps, staff: StaffMember, call: Call): Promise<CallHistory> {
  const index = callerIndex(deps.crypto, call);
  const { number } = call.caller;
  if (index === null || number === null)
    return { tickets: [], calls: [], callBacks: [], asked: [] };
  const { tickets } = await deps.tickets.list(staff, { q: number, size: EARLIER });
  const earlier = await deps.store.list({ callerIndex: index }, EARLIER + 1);
  const chats = await chatsOf(deps, number);
  const asked = await deps.enquiries.inChats(
    chats.map(({ conversationId }) => conversationId),
    EARLIER,
  );
  return {
    tickets,
    callBacks: chats.map(({ id, askedAt, endedAt, personal: { reason, note } }) => ({
      ...{ id, at: askedAt, reason, endedAt, outcome: note },
    })),
    asked: asked
      .filter(({ answer }) => answer.outcome !== 'handoff')
      .map(({ id, at, question }) => ({ id, at, question })),
    calls: earlier
      .filter(({ id }) => id !== call.id)
      .map(({ id, rangAt, answeredAt, endedAt, wrapUp, ticket }) => ({
        ...{ id, ticket },
        at: rangAt ?? answeredAt ?? endedAt ?? '',
        resolution: wrapUp?.resolution ?? null,
        summary: wrapUp?.summary ?? null,
      })),
  };
}

/** Chats that left this number: who rings because nobody rang back yet is told so at once, and what came of it where somebody did. */
async function chatsOf(
  { callBacks, words }: DeskDeps,
  number: string,
): Promise<readonly HandOver[]> {
  const promised = await callBacks.list(['call-back'], MOST_CALL_BACKS);
  const ended = await callBacks.ended(MOST_CALL_BACKS);
  return [...promised, ...ended].filter(
    ({ personal: { phone } }) =>
      phone !== null && readCaller(phone, words.areaCode).number === number,
  );
}

/** A ticket from a call, once: repeating it gives the same receipt. */
async function file(
  deps: DeskDeps,
  staff: StaffMember,
  id: string,
  { callerAgrees = false, ...input }: FileFromCall,
): Promise<FiledTicket> {
  const call = await mine(deps, staff, id);
  refuseIncomplete(deps, input);
  const { heard } = deps.suggest(call);
  const softened = input.kind === '咨询转办' && heard.kind !== null && !heard.isConsultation;
  if (softened && !callerAgrees) throw incomplete([['kind', deps.words.missing.relabel]]);
  const filed = await deps.tickets.file(
    { ...input, contact: contactOf(call, input), channel: 'phone', takenBy: staff.id },
    `call/${id}`,
  );
  if (softened) await recordSoftened(deps, staff, filed.number);
  await change(deps, staff, id, () => ({ ticket: filed.number }));
  return filed;
}

/** The number that called is where the person is told, unless another was given or it was withheld. */
function contactOf(
  { caller, form }: Call,
  { contact }: FileInput,
): NonNullable<FileInput['contact']> {
  const heard = typeof form['heardPhone'] === 'string' ? form['heardPhone'] : null;
  const given = contact?.phone ?? null;
  // A masked number came from the page, which never had it in clear.
  const phone = given === null || given.includes('*') ? (heard ?? caller.number) : given;
  return { name: contact?.name ?? null, phone };
}

function refuseIncomplete({ words }: DeskDeps, input: FileInput): void {
  const missing = missingFields(input, words);
  if (missing.length > 0) throw incomplete(missing.map((field) => [field, words.missing[field]]));
}

function recordSoftened(deps: DeskDeps, staff: StaffMember, number: string): Promise<unknown> {
  return deps.unitOfWork.transaction(() =>
    deps.audit.append({
      ...{ actor: staff.id, role: staff.role, action: 'taken-as-enquiry', objectType: 'ticket' },
      ...{ objectId: number, outcome: 'done', requestId: null, detail: { callerAgreed: true } },
    }),
  );
}

/** Only what is on the record: what was asked, what was told on which basis, what was filed. */
async function draft(deps: DeskDeps, staff: StaffMember, call: Call): Promise<string> {
  const { summary } = deps.words;
  const { answer, heard } = deps.suggest(call);
  const asked = call.lines.filter(({ speaker }) => speaker === 'caller').map(({ text }) => text);
  const parts: string[] = [
    asked.length === 0 ? summary.none : fill(summary.asked, { asked: shortened(asked.join('，')) }),
  ];
  const place = `${heard.district ?? ''}${heard.town ?? ''}`;
  if (place !== '') parts.push(fill(summary.place, { place }));
  const [basis] = answer?.citations ?? [];
  if (answer?.outcome === 'answered' && basis !== undefined)
    parts.push(
      fill(summary.told, {
        title: answer.programme ?? '',
        basis: `《${basis.title}》${basis.article}`,
      }),
    );
  if (call.ticket !== null) {
    const { dueDate } = await deps.tickets.view(staff, call.ticket);
    parts.push(fill(summary.filed, { number: call.ticket, dueDate }));
  }
  return parts.join('\n');
}

const LONGEST_ASKED = 200;
const shortened = (text: string): string =>
  text.length > LONGEST_ASKED ? `${text.slice(0, LONGEST_ASKED)}……` : text;

async function reveal(
  deps: DeskDeps,
  staff: StaffMember,
  id: string,
  reason: string,
): Promise<{ number: string | null }> {
  const call = await visible(deps, staff, id);
  // Committed before anything is shown.
  await deps.unitOfWork.transaction(() =>
    deps.audit.append({
      ...{ actor: staff.id, role: staff.role, action: 'unmask', objectType: 'call', objectId: id },
      ...{ outcome: 'done', requestId: null },
      detail: { fields: 'phone', reason: deps.crypto.fingerprint('unmask-reason', reason) },
    }),
  );
  return { number: call.caller.number };
}
