import { beijingDate, beijingTime } from '../clock.ts';
import { AppError, type FieldProblem } from '../errors.ts';
import { appendEvent, clockOf, record, SYSTEM, tell } from './apply.ts';
import { attach } from './attach.ts';
import { type TicketDeps } from './deps.ts';
import { sketchOf } from './likeness.ts';
import { newQueryCode, readQueryCode, ticketNumber } from './number.ts';
import { type Paper, papersFrom } from './papers.ts';
import { type Actor, type Ticket } from './ticket.ts';
import { type FiledTicket, type FileInput } from './tickets.ts';

const MAX_TEXT = 2000;
const MAX_NAME = 30;
const PHONE = /^\+?[\d*\-—() ]{5,24}$/;
const INCIDENT_DATE = /^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/;
const KEY = /^[\x21-\x7e]{1,128}$/;
const SCOPE = 'file-ticket';

/** Files a ticket once per key; see `Tickets.file`. */
export async function fileTicket(
  deps: TicketDeps,
  input: FileInput,
  idempotencyKey: string,
): Promise<FiledTicket> {
  const problems = problemsOf(deps, input, idempotencyKey);
  if (problems.length > 0) throw new AppError('request.invalid', undefined, { fields: problems });
  const papers = papersFrom(input.files ?? [], deps.words.fields);
  const { store, crypto, unitOfWork } = deps;
  // Keys are chosen by strangers: only a digest is kept, so that no key can name somebody else's row.
  const key = crypto.fingerprint('idempotency', idempotencyKey);
  const request = { ...input, files: papers.map(({ digest }) => digest) };
  const requestHash = crypto.fingerprint('request', JSON.stringify(request));
  const cell = { table: 'kept_answers', column: 'answer', row: key };
  return unitOfWork.transaction(async () => {
    const kept = await store.keptAnswer(SCOPE, key);
    if (kept) {
      if (kept.requestHash !== requestHash) throw new AppError('idempotency.conflict');
      return JSON.parse(crypto.open(kept.answer, cell)) as FiledTicket;
    }
    const filed = await fileNew(deps, input, papers);
    const answer = crypto.seal(JSON.stringify(filed), cell);
    await store.keepAnswer(SCOPE, key, { requestHash, answer }, deps.clock.now().toISOString());
    return filed;
  });
}

async function fileNew(
  deps: TicketDeps,
  input: FileInput,
  papers: readonly Paper[],
): Promise<FiledTicket> {
  const { store, crypto, clock, persons } = deps;
  const now = clock.now();
  const today = beijingDate(now);
  const queryCode = newQueryCode();
  const ticket = newTicket(deps, input, {
    number: ticketNumber(today, await store.nextSerial(today)),
    personId: await persons.create(now.toISOString()),
  });
  const { name, phone } = ticket.contact;
  await store.insert(ticket, {
    queryPrint: crypto.fingerprint('query-code', readQueryCode(queryCode)),
    phoneIndex: phone === null ? null : crypto.blindIndex('phone', phone),
    nameIndex: name === null ? null : crypto.blindIndex('name', name),
    sketch: sketchOf(input.text, (pair) => crypto.fingerprint('sketch', pair)),
  });
  const actor: Actor =
    input.takenBy == null
      ? { ...SYSTEM, id: 'resident', role: 'resident' }
      : { id: input.takenBy, role: 'operator', unit: null, name: null };
  const { kind, number } = ticket;
  const told = { key: 'filed', values: { kind, number } };
  const { seq } = await appendEvent(deps, ticket, { action: 'file', from: null, actor, told });
  await tell(deps, ticket, seq, { topic: 'receipt' });
  await recordConsent(deps, ticket, input.consent ?? null);
  await attach(deps, ticket, papers, actor);
  const { acceptBy, dueDate, clock: words } = ticket;
  return { number, queryCode, acceptBy, dueDate, clock: words };
}

/** Which notice about personal data the person had before them: stands in the audit chain beside the filing. */
async function recordConsent(
  deps: TicketDeps,
  ticket: Ticket,
  notice: string | null,
): Promise<void> {
  if (notice === null) return;
  const { name, phone } = ticket.contact;
  const personalData = name !== null || phone !== null ? 1 : 0;
  const actor = { ...SYSTEM, id: 'resident', role: 'resident' } as const;
  await record(
    deps,
    { ticket, action: 'consent', actor, outcome: 'done' },
    { notice, personalData },
  );
}

function newTicket(
  deps: TicketDeps,
  input: FileInput,
  ids: Pick<Ticket, 'number' | 'personId'>,
): Ticket {
  const now = deps.clock.now();
  const facts = {
    kind: input.kind,
    category: input.category ?? null,
    urgency: input.urgency ?? '一般',
    clockStart: beijingDate(now),
    pausedDays: 0,
    extendedTo: null,
  };
  return {
    ...ids,
    ...facts,
    ...clockOf(deps.clockwork().read(facts, facts)),
    ...UNTOUCHED,
    version: 1,
    state: '待受理',
    ...placeOf(input),
    channel: input.channel ?? 'web',
    conversationId: input.conversationId ?? null,
    text: input.text.trim(),
    ...contactOf(input),
    confidential: input.confidential ?? false,
    filedAt: beijingTime(now),
    firstOwner: input.takenBy ?? null,
  };
}

function placeOf(
  input: FileInput,
): Pick<Ticket, 'programme' | 'district' | 'town' | 'incidentDate'> {
  const { programme = null, district = null, town = null, incidentDate = null } = input;
  return { programme, district, town, incidentDate };
}

// An anonymous person's phone serves to tell them the outcome; their name is not kept at all.
function contactOf({
  contact,
  anonymous = false,
}: FileInput): Pick<Ticket, 'contact' | 'anonymous'> {
  const name = anonymous ? null : textOrNull(contact?.name);
  return { contact: { name, phone: textOrNull(contact?.phone) }, anonymous };
}

const UNTOUCHED = {
  acceptedAt: null,
  closedAt: null,
  toldAt: null,
  unit: null,
  handler: null,
  returnBy: null,
  accusedUnit: null,
  accusedPerson: null,
  pauseRequest: null,
  extendRequest: null,
  relabelRequest: null,
  pausedOn: null,
  outcome: null,
  draftedBy: null,
  approvedBy: null,
  supervision: null,
  mergedInto: null,
  reopened: 0,
  relabelled: 0,
  ratings: null,
  warnedOn: null,
  escalatedOn: null,
  toldFailed: false,
} as const satisfies Partial<Ticket>;

function textOrNull(text: string | null | undefined): string | null {
  const trimmed = (text ?? '').trim();
  return trimmed === '' ? null : trimmed;
}

function problemsOf(
  { words }: TicketDeps,
  { text, contact, incidentDate }: FileInput,
  key: string,
): FieldProblem[] {
  const phone = textOrNull(contact?.phone);
  const wrong: Record<string, boolean> = {
    text: text.trim() === '' || text.length > MAX_TEXT,
    name: (contact?.name ?? '').length > MAX_NAME,
    phone: phone !== null && !PHONE.test(phone.normalize('NFKC')),
    incidentDate: incidentDate != null && !INCIDENT_DATE.test(incidentDate),
    idempotencyKey: !KEY.test(key),
  };
  return Object.keys(wrong)
    .filter((field) => wrong[field])
    .map((field) => ({ field, message: words.fields[field] ?? field }));
}
