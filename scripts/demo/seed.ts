import { randomUUID } from 'node:crypto';
import { type Office } from '../../bot/compose-office.ts';
import { addDays } from '../../services/calendar/working-days.ts';
import { beijingDate } from '../../services/clock.ts';
import { oneTimePassword } from '../../services/staff/password.ts';
import { type Role, type StaffMember } from '../../services/staff/role.ts';
import { type CommandInput, type FileInput } from '../../services/tickets/tickets.ts';
import { type DemoData, type DemoTicket } from './demo-data.ts';
import { type DemoGateway } from './demo-gateway.ts';

/** A clock that the seeding moves through the past weeks. */
export interface SetClock {
  now(): Date;
  set(at: Date): void;
}

export interface DemoAccount {
  readonly login: string;
  readonly role: Role;
  readonly password: string;
}

type Who = 'operator' | 'supervisor' | 'first' | 'second' | 'resident';
type Step =
  | readonly [who: Exclude<Who, 'resident'>, command: CommandInput]
  | readonly ['resident', 'told' | 'reopen'];

const HOUR = 3_600_000;

/** Fills an empty office with people and matters in every state, marked as examples. Gives the passwords to print once. */
export async function seedDemo(
  office: Office,
  clock: SetClock,
  data: DemoData,
): Promise<readonly DemoAccount[]> {
  const now = clock.now();
  const accounts = await addStaff(office, data);
  const members = await membersOf(office, data);
  const numbers: string[] = [];
  for (const ticket of data.tickets) {
    clock.set(new Date(now.getTime() - ticket.daysAgo * 24 * HOUR - 6 * HOUR));
    numbers.push(await seedTicket({ office, clock, data, members, now }, ticket, numbers[0]));
  }
  clock.set(now);
  await seedBenefits(office, data, members.supervisor);
  await office.rounds.remind();
  await office.audit.checkpoint();
  return accounts;
}

/**
 * Sends what is waiting, in the daytime of yesterday, when short messages may go out, and lets the receipts come. What
 * could not be sent waits for a person.
 */
export async function settleNotices(
  { outbox }: Pick<Office, 'outbox'>,
  clock: SetClock,
  gateway: Pick<DemoGateway, 'taken'>,
): Promise<void> {
  const now = clock.now();
  clock.set(new Date(`${addDays(beijingDate(now), -1)}T15:00:00+08:00`));
  while ((await outbox.deliver()) > 0)
    for (const id of gateway.taken()) await outbox.report(id, true, null);
  clock.set(now);
}

type Members = Readonly<Record<Exclude<Who, 'resident'>, StaffMember>>;

interface Seeding {
  readonly office: Office;
  readonly clock: SetClock;
  readonly data: DemoData;
  readonly members: Members;
  readonly now: Date;
}

async function addStaff({ staff }: Office, data: DemoData): Promise<DemoAccount[]> {
  const by: StaffMember = {
    id: 'demo',
    login: 'demo',
    name: '',
    role: 'administrator',
    unit: null,
  };
  const accounts: DemoAccount[] = [];
  for (const { login, name, role, unit } of data.staff) {
    const first = await staff.add(by, { login, name, role, unit });
    const signed = await staff.signIn({ login, password: first.password, ip: 'demo' });
    const session = await staff.anySession(signed.token);
    const password = oneTimePassword();
    if (session) await staff.changePassword(session, first.password, password);
    await staff.signOut(signed.token);
    accounts.push({ login, role, password });
  }
  return accounts;
}

async function membersOf({ staff }: Office, { units }: DemoData): Promise<Members> {
  const all = await staff.list();
  const one = (role: Role, unit: string | null = null): StaffMember => {
    const found = all.find((account) => account.role === role && account.unit === unit);
    if (!found) throw new Error(`the demonstration has no ${role}`);
    return found;
  };
  return {
    operator: one('operator'),
    supervisor: one('supervisor'),
    first: one('handler', units.first),
    second: one('handler', units.second),
  };
}

async function seedTicket(
  seeding: Seeding,
  ticket: DemoTicket,
  mergeInto: string | undefined,
): Promise<string> {
  const { office, clock, data, now } = seeding;
  const { number, queryCode } = await office.tickets.file(inputOf(ticket, data.mark), randomUUID());
  const steps = [...stepsTo(ticket, seeding, mergeInto), ...supervised(ticket, seeding)];
  for (const step of steps) {
    const later = new Date(clock.now().getTime() + 5 * HOUR);
    clock.set(later < now ? later : now);
    await take(seeding, { number, queryCode }, step);
  }
  return number;
}

function inputOf(ticket: DemoTicket, mark: string): FileInput {
  const { kind, category, programme, district, contact, text } = ticket;
  return {
    ...{ kind, category, programme, district },
    text: mark + text,
    anonymous: ticket.anonymous ?? false,
    confidential: ticket.confidential ?? false,
    ...(contact ? { contact } : {}),
  };
}

async function take(
  { office, members, data }: Seeding,
  { number, queryCode }: { readonly number: string; readonly queryCode: string },
  [who, what]: Step,
): Promise<void> {
  if (what === 'told') await office.tickets.receipt(number, queryCode);
  else if (what === 'reopen') await office.tickets.reopen(number, queryCode, data.reasons.reopen);
  else {
    const staff = members[who as Exclude<Who, 'resident'>];
    const { version } = await office.tickets.view(staff, number);
    const result = await office.tickets.act(staff, number, what, version);
    if (!result.ok) throw new Error(`demo: ${what.action} lacks ${result.missing.join(' ')}`);
  }
}

/** The way from filing to a state, through the same doors that everybody uses. */
function stepsTo(
  ticket: DemoTicket,
  seeding: Seeding,
  mergeInto: string | undefined,
): readonly Step[] {
  const { units, reasons } = seeding.data;
  const accepted: Step[] = [['operator', { action: 'accept' }]];
  const passed: Step[] = [
    ...accepted,
    ['operator', { action: 'transfer', unit: units.second, reason: reasons.transfer }],
  ];
  const handled: Step[] = [
    ...accepted,
    ['supervisor', { action: 'assign', unit: units.first }],
    ['first', { action: 'note', text: reasons.note }],
  ];
  return {
    待受理: [],
    不予受理: [['operator', { action: 'refuse', ...reasons.refuse }]] as Step[],
    已受理: accepted,
    转办: passed,
    退回: [...passed, ['second', { action: 'return', reason: reasons.return }]] as Step[],
    办理中: handled,
    并案: [['operator', { action: 'merge', into: mergeInto, reason: reasons.merge }]] as Step[],
    ...slowed(handled, seeding),
    ...finished(ticket, handled, seeding),
  }[ticket.to];
}

function supervised(
  { supervised: how }: DemoTicket,
  { data: { reasons }, now }: Seeding,
): readonly Step[] {
  if (how === undefined) return [];
  const answerBy = addDays(beijingDate(now), 2);
  const issued: Step = ['supervisor', { action: 'supervise', text: reasons.supervise, answerBy }];
  const answered: Step = ['first', { action: 'answer-supervision', text: reasons.answer }];
  return how === 'open' ? [issued] : [issued, answered];
}

function slowed(
  handled: readonly Step[],
  { data: { reasons }, now }: Seeding,
): Record<'延期' | '暂停', readonly Step[]> {
  const until = addDays(beijingDate(now), 20);
  return {
    延期: [
      ...handled,
      ['first', { action: 'extend', reason: reasons.extend, until }],
      ['supervisor', { action: 'extend' }],
    ],
    暂停: [
      ...handled,
      ['first', { action: 'pause', reason: reasons.pause }],
      ['supervisor', { action: 'pause' }],
    ],
  };
}

type Finished = '待审核' | '已审核' | '办结' | '已告知' | '回访' | '重新办理' | '已归档';

function finished(
  ticket: DemoTicket,
  handled: readonly Step[],
  { data, now, office }: Seeding,
): Record<Finished, readonly Step[]> {
  const { route, body } = data.outcome.review;
  const today = beijingDate(now);
  const lastDay = office.ticketDeps.clockwork().reviewLastDay(route, today) ?? addDays(today, 60);
  const outcome = { ...data.outcome, ...ticket.outcome, review: { route, body, lastDay } };
  const drafted: Step[] = [...handled, ['first', { action: 'draft-outcome', outcome }]];
  const approved: Step[] = [...drafted, ['supervisor', { action: 'approve' }]];
  const closed: Step[] = [...approved, ['supervisor', { action: 'close' }]];
  const told: Step[] = [...closed, ['resident', 'told']];
  const calledBack: Step[] = [
    ...told,
    [
      'operator',
      {
        ...{ action: 'call-back', purpose: 'review', reached: true },
        ratings: { treatment: 5, outcome: 4, comment: null },
      },
    ],
  ];
  return {
    待审核: drafted,
    已审核: approved,
    办结: closed,
    已告知: told,
    回访: calledBack,
    重新办理: [...told, ['resident', 'reopen']],
    已归档: [...calledBack, ['supervisor', { action: 'archive' }]],
  };
}

async function seedBenefits(office: Office, data: DemoData, by: StaffMember): Promise<void> {
  for (const { stopped, ...benefit } of data.benefits) {
    const id = await office.benefits.start(by, benefit);
    if (stopped) await office.benefits.happened(by, id, { type: 'stopped', ...stopped });
  }
}
