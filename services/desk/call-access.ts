import { AppError } from '../errors.ts';
import { maskPhone } from '../privacy/mask.ts';
import { type StaffMember } from '../staff/role.ts';
import { type Call } from './call-store.ts';
import { type CallView } from './calls.ts';
import { type DeskDeps } from './deps.ts';
import { callerIndex } from './receive.ts';

/** A call that nobody has, one's own, and for a supervisor every call. */
export function sees(staff: StaffMember, { operator }: Call): boolean {
  return staff.role === 'supervisor' || operator === null || operator === staff.id;
}

/** A call that this person may not see does not exist for them. */
export async function visible({ store }: DeskDeps, staff: StaffMember, id: string): Promise<Call> {
  const call = await store.find(id);
  if (!call || !sees(staff, call)) throw new AppError('not-found');
  return call;
}

/** One's own call; anybody else's is `access.denied` to change. */
export async function mine(deps: DeskDeps, staff: StaffMember, id: string): Promise<Call> {
  const call = await visible(deps, staff, id);
  if (call.operator !== staff.id) throw new AppError('access.denied');
  return call;
}

/** Changes a call under its version; the loser of a race is told `version.conflict`. */
export async function change(
  deps: DeskDeps,
  staff: StaffMember,
  id: string,
  what: (call: Call) => Partial<Call>,
): Promise<Call> {
  const next = await deps.unitOfWork.transaction(async () => {
    const call = await visible(deps, staff, id);
    const changed: Call = { ...call, ...what(call), version: call.version + 1 };
    const index = callerIndex(deps.crypto, changed);
    if (!(await deps.store.update(changed, index))) throw new AppError('version.conflict');
    return changed;
  });
  deps.news.call(next);
  return next;
}

/** What may be shown to this person: what is said in somebody else's call only by listening in. */
export function viewOf(call: Call, staff: StaffMember): CallView {
  const view = fullViewOf(call, staff);
  return call.operator === null || view.mine ? view : withoutWords(view);
}

/** A call of which only the outline may be shown. */
export function withoutWords(view: CallView): CallView {
  return { ...view, lines: [], form: {}, wrapUp: null };
}

/** Everything, with numbers masked; for the operator who has the call and for who listens in. */
export function fullViewOf(call: Call, staff: StaffMember | null): CallView {
  const { id, state, caller, operator, rangAt, answeredAt, endedAt, form, ticket, wrapUp } = call;
  const { heardPhone, ...typed } = form;
  return {
    ...{ id, state, operator, rangAt, answeredAt, endedAt, lines: call.lines, ticket, wrapUp },
    caller: { kind: caller.kind, number: caller.number === null ? null : maskPhone(caller.number) },
    mine: staff !== null && operator === staff.id,
    form: typeof heardPhone === 'string' ? { ...typed, heardPhone: maskPhone(heardPhone) } : typed,
    version: call.version,
  };
}
