import { type Call } from './call-store.ts';
import { type ShiftFigures } from './calls.ts';

/** One line an operator, and one (`operator: null`) for calls that nobody took. */
export function shiftFigures(
  calls: readonly Call[],
  names: ReadonlyMap<string, string>,
): readonly ShiftFigures[] {
  const byOperator = new Map<string | null, Call[]>();
  for (const call of calls)
    byOperator.set(call.operator, [...(byOperator.get(call.operator) ?? []), call]);
  return [...byOperator].map(([operator, own]) => ({
    ...figuresOf(own),
    operator,
    name: operator === null ? null : (names.get(operator) ?? null),
  }));
}

function figuresOf(calls: readonly Call[]): Omit<ShiftFigures, 'operator' | 'name'> {
  const count = (holds: (call: Call) => boolean): number => calls.filter(holds).length;
  const lengths = calls.flatMap(({ answeredAt, endedAt, lines }) => {
    // An exchange that does not tell who answered tells at least when somebody spoke.
    const from = answeredAt ?? lines[0]?.at ?? null;
    return from === null || endedAt === null
      ? []
      : [(Date.parse(endedAt) - Date.parse(from)) / 1000];
  });
  const total = lengths.reduce((sum, seconds) => sum + seconds, 0);
  return {
    offered: calls.length,
    answered: count(({ state }) => state === 'answered' || state === 'ended'),
    missed: count(({ state }) => state === 'missed'),
    wrappedUp: count(({ wrapUp }) => wrapUp !== null),
    meanSeconds: lengths.length === 0 ? null : Math.round(total / lengths.length),
    atFirstContact: count(({ wrapUp }) => wrapUp?.resolution === 'answered'),
    wrongMarks: calls.reduce((sum, { wrongMarks }) => sum + wrongMarks, 0),
  };
}
