import { type Editions, type Knowledge, type Piece } from '../../knowledge/index.ts';
import { type Log } from '../log/log.ts';
import { type LibraryStore } from './library-store.ts';

/** The policy that answers are given from; publishing puts another one in its place while the service runs. */
export interface LivePolicy {
  readonly current: () => Knowledge;
  /** Brings in what was published or withdrawn since; resolves when answers show it. Cheap when nothing was. */
  readonly refresh: () => Promise<void>;
}

export interface LivePolicyDeps {
  readonly editions: Editions;
  readonly store: Pick<LibraryStore, 'seq' | 'inForce'>;
  readonly log: Pick<Log, 'info' | 'warn'>;
  /** The policy without changes, where it is there already. */
  readonly base?: Knowledge | undefined;
  /** Called with each policy before it answers. */
  readonly warmUp: (policy: Knowledge) => void;
}

/** Builds the policy with everything that is published. A published change that no longer fits the content is left out and logged. */
export async function openLivePolicy(deps: LivePolicyDeps): Promise<LivePolicy> {
  const { store, log } = deps;
  let seq = await store.seq();
  let policy = await build(deps);
  let waiting: Promise<void> = Promise.resolve();
  const catchUp = async (): Promise<void> => {
    const now = await store.seq();
    if (now === seq) return;
    const began = performance.now();
    policy = await build(deps);
    seq = now;
    log.info('library.swapped', { version: seq, ms: Math.round(performance.now() - began) });
  };
  return {
    current: () => policy,
    // One after the other: an older policy can never replace a newer one.
    refresh: () => {
      const next = waiting.then(catchUp);
      waiting = next.catch((thrown: unknown) => {
        log.warn('library.not-swapped', { error: thrown });
      });
      return next;
    },
  };
}

async function build({ editions, store, log, base, warmUp }: LivePolicyDeps): Promise<Knowledge> {
  const pieces = await store.inForce();
  // The ground first: it is on the shelf, and the checks need not read the folder then.
  if (pieces.length > 0) await editions.build([]);
  const fitting = fittingPieces(editions, pieces);
  for (const { kind, id } of pieces.filter((piece) => !fitting.includes(piece)))
    log.warn('library.piece-left-out', { questionIds: [`${kind}:${id}`] });
  const policy = fitting.length === 0 && base !== undefined ? base : await editions.build(fitting);
  warmUp(policy);
  return policy;
}

/** After the files of the content have changed, a published piece may rest on what is no longer there. */
export function fittingPieces(
  editions: Pick<Editions, 'problems'>,
  pieces: readonly Piece[],
): readonly Piece[] {
  let left = pieces;
  while (left.length > 0) {
    const named = new Set(editions.problems(left).map(({ kind, id }) => `${kind}:${id}`));
    if (named.size === 0) return left;
    const next = left.filter(({ kind, id }) => !named.has(`${kind}:${id}`));
    // Something else of the content is broken by them and none is named: the newest goes first.
    left = next.length === left.length ? left.slice(0, -1) : next;
  }
  return left;
}
