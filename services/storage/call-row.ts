import { type Call } from '../desk/call-store.ts';
import { type Cell, type Sealer } from '../privacy/sealer.ts';

export interface CallRow {
  id: string;
  person_id: string;
  state: Call['state'];
  operator: string | null;
  caller_index: string | null;
  began_at: string;
  answered_at: string | null;
  ended_at: string | null;
  ticket: string | null;
  resolution: string | null;
  wrong_marks: number;
  version: number;
  sealed: string;
}

export interface CallEventRow {
  call_id: string;
  print: string;
  at: string;
  sealed: string;
}

/** What is sealed: everything that a caller said or is. */
type Personal = Pick<Call, 'caller' | 'lines' | 'form' | 'wrapUp' | 'answeredBy' | 'rangAt'>;

const callCell = (id: string): Cell => ({ table: 'calls', column: 'sealed', row: id });
export const eventCell = (callId: string, print: string): Cell => ({
  table: 'call_events',
  column: 'sealed',
  row: `${callId}/${print}`,
});

export function rowOf(call: Call, callerIndex: string | null, sealer: Sealer): CallRow {
  const { caller, lines, form, wrapUp, answeredBy, rangAt } = call;
  const personal: Personal = { caller, lines, form, wrapUp, answeredBy, rangAt };
  return {
    id: call.id,
    person_id: call.personId,
    state: call.state,
    operator: call.operator,
    caller_index: callerIndex,
    began_at: beganAt(call),
    answered_at: call.answeredAt,
    ended_at: call.endedAt,
    ticket: call.ticket,
    resolution: wrapUp?.resolution ?? null,
    wrong_marks: call.wrongMarks,
    version: call.version,
    sealed: sealer.seal(JSON.stringify(personal), callCell(call.id)),
  };
}

/** In UTC, so that rows sort by time whatever offset the exchange writes. */
function beganAt({ rangAt, answeredAt, endedAt, lines }: Call): string {
  const known = rangAt ?? answeredAt ?? lines[0]?.at ?? endedAt;
  return known === null ? '' : new Date(known).toISOString();
}

export function callFrom(row: CallRow, sealer: Sealer): Call {
  const personal = JSON.parse(sealer.open(row.sealed, callCell(row.id))) as Personal;
  return {
    ...personal,
    id: row.id,
    personId: row.person_id,
    state: row.state,
    operator: row.operator,
    answeredAt: row.answered_at,
    endedAt: row.ended_at,
    ticket: row.ticket,
    wrongMarks: row.wrong_marks,
    version: row.version,
  };
}
