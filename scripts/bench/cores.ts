/** How busy the cores of the machine are while something is measured: whether a figure tells of the service or of the machine. */
import { cpus } from 'node:os';

/** Shares of the time of all cores, in percent. */
export interface CoresBusy {
  /** Whoever it is that works. */
  readonly all: number;
  /** The load itself, which runs in this process. */
  readonly load: number;
}

/** Begins to watch; what it gives ends it. */
export function watchCores(): () => CoresBusy {
  const before = coreTimes();
  const own = process.cpuUsage();
  return () => {
    const after = coreTimes();
    const { user, system } = process.cpuUsage(own);
    const total = Math.max(1, after.total - before.total);
    return {
      all: (100 * (after.busy - before.busy)) / total,
      load: (100 * (user + system)) / 1000 / total,
    };
  };
}

/** Milliseconds of all cores together since the machine started. */
function coreTimes(): { readonly total: number; readonly busy: number } {
  let total = 0;
  let idle = 0;
  for (const { times } of cpus()) {
    total += times.user + times.nice + times.sys + times.irq + times.idle;
    idle += times.idle;
  }
  return { total, busy: total - idle };
}
