import { type Office } from '../../../bot/compose-office.ts';
import { beijingDate } from '../../../services/clock.ts';
import { type StaffMember } from '../../../services/staff/role.ts';
import { type CommandInput } from '../../../services/tickets/tickets.ts';
import { member, wholeOutcome } from './office.ts';

/** Brings a ticket from filing to its outcome, each step by whom it belongs to. */
export async function closeTicket(
  { tickets, ticketDeps }: Pick<Office, 'tickets' | 'ticketDeps'>,
  number: string,
): Promise<void> {
  const supervisor = member('supervisor');
  const act = async (who: StaffMember, command: CommandInput): Promise<void> => {
    const { version } = await tickets.view(supervisor, number);
    const done = await tickets.act(who, number, command, version);
    if (!done.ok) throw new Error(`${command.action}: ${done.missing.join(' ')}`);
  };
  const { review } = wholeOutcome;
  const today = beijingDate(ticketDeps.clock.now());
  const lastDay = ticketDeps.clockwork().reviewLastDay(review?.route ?? '', today) ?? '';
  const outcome = { ...wholeOutcome, review: { ...review, lastDay } };
  await act(member('operator'), { action: 'accept', category: '克扣截留/代管存折' });
  await act(supervisor, { action: 'assign', unit: '甲镇', handler: 'h1' });
  await act(member('handler', 'h1', '甲镇'), { action: 'draft-outcome', outcome });
  await act(supervisor, { action: 'approve' });
  await act(supervisor, { action: 'close' });
}
