/** Hands a complaint in: ticket, papers and consent in one transaction with the turn. */
import { maskPersonalData } from '../../services/privacy/personal-data.ts';
import { type FileInput } from '../../services/tickets/tickets.ts';
import { type Reply } from '../replies/reply.ts';
import { type Turn } from '../turn.ts';
import { type ComplaintDeps } from './complaint-deps.ts';
import { sayDate } from './sayings.ts';
import { type ComplaintState } from './complaint-state.ts';

/** The reply with number, code and deadline. The key comes from the message that began it: no retry files twice. */
export async function fileComplaint(
  turn: Turn,
  state: ComplaintState,
  { tickets, files, words }: ComplaintDeps,
): Promise<Reply> {
  const input: FileInput = {
    ...inputOf(turn, state),
    files: await files.read(turn.conversationId),
    consent: words.version,
  };
  const filed = await tickets.file(input, `complaint-${state.id}`);
  // Only now: a refusal leaves them where they are.
  await files.drop(turn.conversationId);
  const { number, queryCode, dueDate, clock } = filed;
  const told = words.say(state.phone === null ? 'told-chat' : 'told-phone').text;
  const n = state.files.length;
  const papers = n === 0 ? '' : `${words.say('filed-files', { n }).text}\n`;
  const values = { number, code: queryCode, dueDate: sayDate(dueDate) ?? '', clock, told, papers };
  return { ...words.say('filed', values), ticket: { number, queryCode, dueDate } };
}

function inputOf(turn: Turn, state: ComplaintState): FileInput {
  const { told, details, identity, name, phone } = state;
  return {
    ...details,
    // Numbers of persons stand in the contact, which is hidden where the text is not.
    text: maskPersonalData(told),
    contact: { name, phone },
    anonymous: identity === 'anonymous',
    confidential: identity === 'confidential',
    channel: turn.channel === 'phone' ? 'phone' : 'chat',
    conversationId: turn.conversationId,
  };
}
