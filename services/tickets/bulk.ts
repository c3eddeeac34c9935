import { AppError } from '../errors.ts';
import { type BulkResult, type Tickets } from './tickets.ts';

/**
 * One command for many tickets, one after the other. Each stands or falls for itself: what was done stays done when a
 * later one is refused. Faults (a full disk) end the whole and are thrown.
 */
export function actOnMany(act: Tickets['act']): Tickets['actMany'] {
  return async (staff, items, command) => {
    const results: BulkResult[] = [];
    for (const { number, version } of items) {
      try {
        const result = await act(staff, number, command, version);
        const [code, missing] = result.ok ? [null, []] : [result.code, result.missing];
        results.push({ number, ok: result.ok, code, missing });
      } catch (thrown) {
        if (!(thrown instanceof AppError) || thrown.status >= 500) throw thrown;
        results.push({ number, ok: false, code: thrown.code, missing: [] });
      }
    }
    return results;
  };
}
