import { randomUUID } from 'node:crypto';
import { beijingDate, beijingTime } from '../clock.ts';
import { AppError } from '../errors.ts';
import { maskPersonalData } from '../privacy/personal-data.ts';
import { type StaffMember } from '../staff/role.ts';
import { type Call } from './call-store.ts';
import { type CallEvent } from './call.ts';
import { change, fullViewOf, mine, sees, viewOf, visible } from './call-access.ts';
import { type Calls, type CallView } from './calls.ts';
import { type DeskDeps } from './deps.ts';
import { incomplete } from './form.ts';
import { receiveEvent } from './receive.ts';
import { deskRecords } from './records.ts';
import { type EligibilitySheet, type SheetRequest } from './sheet.ts';
import { shiftFigures } from './shift.ts';

const LISTED = 100;
const PRESENT_SECONDS = 45;
const MOST_OF_A_SHIFT = 20_000;

/** See `Calls`. */
export function createCalls(deps: DeskDeps): Calls {
  const { store, clock, marks, presence } = deps;
  return {
    receive: (event) => receive(deps, event),
    list: (staff) => list(deps, staff),
    view: async (staff, id) => viewOf(await visible(deps, staff, id), staff),
    ...ownCalls(deps),
    ...deskRecords(deps),
    listenIn: (staff, id) => listenIn(deps, staff, id),
    markWrong: async (staff, mark) => {
      const { callId, asked, note } = mark;
      if (callId !== null)
        await change(deps, staff, callId, (call) => ({ wrongMarks: call.wrongMarks + 1 }));
      await marks.insert({
        ...mark,
        ...{ id: randomUUID(), at: clock.now().toISOString(), by: staff.id, state: 'open' },
        ...{ asked: maskPersonalData(asked), note: maskPersonalData(note) },
        ...{ doneBy: null, doneAt: null, doneNote: '' },
      });
    },
    setPresence: async (staff, state) => {
      await presence.set(staff.id, state, clock.now().toISOString());
    },
    present: async () => {
      const since = new Date(clock.now().getTime() - PRESENT_SECONDS * 1000).toISOString();
      const [seen, colleagues] = await Promise.all([presence.since(since), deps.colleagues()]);
      return seen.flatMap(({ staffId, state }) => {
        const known = colleagues.find(({ id }) => id === staffId);
        return known ? [{ staffId, state, name: known.name, login: known.login }] : [];
      });
    },
    shift: async (staff, from, to) => {
      const own = staff.role === 'supervisor' ? {} : { operator: staff.id };
      const calls = await store.list({ ...own, from, to }, MOST_OF_A_SHIFT);
      const names = (await deps.colleagues()).map(({ id, name }) => [id, name] as const);
      return shiftFigures(calls, new Map(names));
    },
  };
}

type OwnCalls = Pick<
  Calls,
  'open' | 'take' | 'say' | 'end' | 'suggestion' | 'sheet' | 'setForm' | 'transfer'
>;

/** What an operator does with a call in hand. */
function ownCalls(deps: DeskDeps): OwnCalls {
  const now = (): string => beijingTime(deps.clock.now());
  const told = async (staff: StaffMember, event: CallEvent): Promise<CallView> => {
    await receive(deps, event);
    return viewOf(await visible(deps, staff, event.callId), staff);
  };
  return {
    open: async (staff, caller) => {
      const callId = `desk-${randomUUID()}`;
      const from = caller === null ? {} : { caller };
      await receive(deps, { callId, type: 'answered', at: now(), operator: staff.login, ...from });
      return viewOf(await change(deps, staff, callId, () => ({ operator: staff.id })), staff);
    },
    take: async (staff, id) => {
      const call = await change(deps, staff, id, ({ operator }) => {
        if (operator !== null && operator !== staff.id) throw new AppError('conflict');
        return { operator: staff.id };
      });
      return viewOf(call, staff);
    },
    say: async (staff, id, line) => {
      await mine(deps, staff, id);
      return told(staff, { callId: id, type: 'transcript', at: now(), final: true, ...line });
    },
    end: async (staff, id) => {
      await mine(deps, staff, id);
      return told(staff, { callId: id, type: 'ended', at: now() });
    },
    suggestion: async (staff, id) => deps.suggest(await mine(deps, staff, id)),
    sheet: async (staff, id, what) => sheetOf(deps, await mine(deps, staff, id), what),
    setForm: async (staff, id, form, version) => {
      const call = await change(deps, staff, id, (before) => {
        if (before.version !== version) throw new AppError('version.conflict');
        return { form: { ...form, ...notTyped(before.form) } };
      });
      return viewOf(call, staff);
    },
    transfer: async (staff, id, to, note) => {
      const at = now();
      await mine(deps, staff, id);
      const colleague = await deps.operatorByLogin(to);
      if (colleague === null) throw incomplete([['to', deps.words.missing.colleague]]);
      await change(deps, staff, id, ({ form }) => ({
        operator: colleague,
        form: {
          ...form,
          transferNote: maskPersonalData(note),
          transferredBy: staff.id,
          transferredAt: at,
        },
      }));
    },
  };
}

/** What stands in a form and was not typed there: a phone that was heard, and how the call came from a colleague. */
const NOT_TYPED = ['heardPhone', 'transferNote', 'transferredBy', 'transferredAt'];

function notTyped(form: Call['form']): Call['form'] {
  return Object.fromEntries(Object.entries(form).filter(([field]) => NOT_TYPED.includes(field)));
}

function sheetOf(
  deps: DeskDeps,
  call: Call,
  what: Pick<SheetRequest, 'check' | 'typed'>,
): EligibilitySheet {
  const { district } = deps.suggest(call).heard;
  const told = call.lines.filter(({ speaker }) => speaker === 'caller').map(({ text }) => text);
  const today = beijingDate(deps.clock.now());
  return deps.sheet({ ...what, told: told.join('，'), district, today });
}

async function receive(deps: DeskDeps, event: CallEvent): Promise<{ kept: boolean }> {
  if (event.type === 'transcript' && event.final === false) {
    await partial(deps, event);
    return { kept: true };
  }
  const { call, kept, wordsOnly } = await receiveEvent(deps, event);
  if (!kept) return { kept };
  if (event.type === 'transcript') deps.news.said(call, event.speaker ?? 'caller', wordsOnly);
  else deps.news.call(call);
  return { kept };
}

/** A piece that the recogniser may still change is shown to who has the call and not kept. */
async function partial({ store, news }: DeskDeps, event: CallEvent): Promise<void> {
  const { callId, at, speaker = 'caller', text = '' } = event;
  const call = await store.find(callId);
  if (call === null || call.state === 'ended' || call.state === 'missed') return;
  const said = call.lines.findLast((line) => line.speaker === speaker);
  // It was overtaken by the finished sentence.
  if (said !== undefined && Date.parse(at) <= Date.parse(said.at)) return;
  news.partial(call, { at, speaker, text: maskPersonalData(text) });
}

async function list({ store }: DeskDeps, staff: StaffMember): Promise<readonly CallView[]> {
  const open = await store.list({ open: true }, LISTED);
  const own = await store.list({ operator: staff.id }, 20);
  const unfinished = own.filter(({ wrapUp, state }) => state === 'ended' && wrapUp === null);
  const shown = staff.role === 'supervisor' ? open : open.filter((call) => sees(staff, call));
  return [...shown, ...unfinished].map((call) => viewOf(call, staff));
}

async function listenIn(deps: DeskDeps, staff: StaffMember, id: string): Promise<CallView> {
  if (staff.role !== 'supervisor') throw new AppError('access.denied');
  const call = await visible(deps, staff, id);
  await deps.unitOfWork.transaction(() =>
    deps.audit.append({
      ...{ actor: staff.id, role: staff.role, action: 'listen-in', objectType: 'call' },
      ...{ objectId: id, outcome: 'done', requestId: null, detail: {} },
    }),
  );
  return fullViewOf(call, staff);
}
