import { randomUUID } from 'node:crypto';
import { type Piece } from '../../knowledge/index.ts';
import { AppError } from '../errors.ts';
import { type StaffMember } from '../staff/role.ts';
import { type Change } from './change.ts';
import { createDrafts, type LibraryDeps, record } from './drafts.ts';
import {
  type Library,
  type PieceFilter,
  type PieceLine,
  type PieceName,
  type PieceView,
} from './library.ts';

/** See `Library`. */
export function createLibrary(deps: LibraryDeps): Library {
  return {
    ...createDrafts(deps),
    list: (filter) => list(deps, filter),
    piece: (name) => piece(deps, name),
    withdraw: async (staff, name, reason) => {
      await withdraw(deps, staff, name, reason);
      return piece(deps, name);
    },
  };
}

const PAGE = 50;
const MOST_CHANGES = 5000;

async function list(
  { store, editions }: LibraryDeps,
  { kind, q, programme, state, page = 1 }: PieceFilter,
): ReturnType<Library['list']> {
  const last = lastOfEach(await store.list({ kind }, MOST_CHANGES));
  const inForce = editions.lines(await store.inForce(), kind);
  const known = new Set(inForce.map(({ id }) => id));
  const fresh = [...last.values()].filter(({ pieceId }) => !known.has(pieceId));
  const wanted = (q ?? '').trim();
  const pieces = [
    ...fresh.map((change) => ({
      line: lineOf(
        { id: change.pieceId, title: change.title, programme: change.programme, aspect: null },
        change,
      ),
      words: change.title,
    })),
    ...inForce.map((one) => ({ line: lineOf(one, last.get(one.id)), words: one.words })),
  ].filter(
    ({ line, words }) =>
      (wanted === '' || words.includes(wanted)) &&
      (programme === undefined || line.programme === programme) &&
      (state === undefined || line.state === state),
  );
  return {
    pieces: pieces.slice((page - 1) * PAGE, page * PAGE).map(({ line }) => ({ ...line, kind })),
    total: pieces.length,
    pages: Math.max(1, Math.ceil(pieces.length / PAGE)),
  };
}

/** The open change of each piece, else the last one. */
function lastOfEach(changes: readonly Change[]): Map<string, Change> {
  const last = new Map<string, Change>();
  for (const change of changes) {
    const before = last.get(change.pieceId);
    if (before === undefined || rankOf(change) > rankOf(before)) last.set(change.pieceId, change);
  }
  return last;
}

const rankOf = ({ seq }: Change): number => seq ?? Number.MAX_SAFE_INTEGER;

function lineOf(
  one: Pick<PieceLine, 'id' | 'title' | 'programme' | 'aspect'>,
  change: Change | undefined,
): Omit<PieceLine, 'kind'> {
  const { id, title, programme, aspect } = one;
  const open = change?.state === '草稿' || change?.state === '待审';
  return {
    ...{ id, title, programme, aspect },
    state: change?.state ?? '已发布',
    changeId: open ? change.id : null,
    changedAt: change?.updatedAt ?? null,
    shipped: change === undefined,
  };
}

const MOST_HISTORY = 200;

async function piece({ store, editions }: LibraryDeps, name: PieceName): Promise<PieceView> {
  const { kind, id } = name;
  const inForce = await store.inForce();
  const body = editions.body(inForce, kind, id);
  const all = await store.list({ kind, pieceId: id }, MOST_HISTORY);
  if (body === null && all.length === 0) throw new AppError('not-found');
  return {
    ...{ kind, id, body },
    open: all.find(({ state }) => state === '草稿' || state === '待审') ?? null,
    history: await store.events(kind, id, MOST_HISTORY),
    versions: all
      .filter(({ seq }) => seq !== null)
      .sort((one, other) => rankOf(other) - rankOf(one)),
    restingOn: editions
      .restingOn(inForce, kind, id)
      .map(({ id: entry, title }) => ({ id: entry, title })),
  };
}

async function withdraw(
  deps: LibraryDeps,
  staff: StaffMember,
  { kind, id }: PieceName,
  reason: string,
): Promise<void> {
  const { store, editions, unitOfWork, clock, words } = deps;
  const at = clock.now().toISOString();
  const seq = await unitOfWork.transaction(async () => {
    const number = await store.nextSeq();
    const inForce = await store.inForce();
    const body = editions.body(inForce, kind, id);
    if (body === null)
      throw new AppError('transition.refused', 'not in force', {
        fields: [{ field: 'id', message: words.nothing }],
      });
    refuseNeeded(deps, inForce, { kind, id, body: null });
    const published = await store.list({ kind, pieceId: id }, MOST_HISTORY);
    const [last] = published
      .filter(({ state }) => state === '已发布')
      .sort((one, other) => rankOf(other) - rankOf(one));
    const changed = { updatedAt: at, seq: number, state: '已撤回' as const };
    const change: Change = last
      ? { ...last, ...changed, version: last.version + 1 }
      : { ...ofShipped({ kind, id }, titleOf(editions.lines(inForce, kind), id), at), ...changed };
    if (last === undefined) await store.insert(change);
    else if (!(await store.update(change))) throw new AppError('version.conflict');
    await record(deps, staff, change, { action: 'withdraw', note: reason });
    return number;
  });
  await deps.onPublished(seq);
}

function titleOf(
  lines: readonly { readonly id: string; readonly title: string }[],
  id: string,
): string {
  return lines.find((one) => one.id === id)?.title ?? id;
}

/** What others rest on cannot go before they do. */
function refuseNeeded(
  { editions, words }: LibraryDeps,
  inForce: readonly Piece[],
  gone: Piece,
): void {
  const others = inForce.filter(({ kind, id }) => kind !== gone.kind || id !== gone.id);
  const problems = editions.problems([...others, gone]).map(words.tell);
  if (problems.length === 0) return;
  const fields = problems
    .slice(0, MOST_TOLD)
    .map(({ kind, id, message }) => ({ field: `${kind}:${id}`, message: `${id}：${message}` }));
  throw new AppError('transition.refused', 'others rest on it', { fields });
}

const MOST_TOLD = 20;

/** The withdrawal of what came with the service: there was no change of it before. */
function ofShipped({ kind, id }: PieceName, title: string, at: string): Change {
  return {
    id: randomUUID(),
    ...{ kind, pieceId: id, title: title.slice(0, 200), programme: null, state: '已撤回' },
    ...{ body: null, source: '', sourceDate: '', reason: '', editors: [], approver: null },
    ...{ createdAt: at, updatedAt: at, publishedAt: null, seq: null, version: 1 },
  };
}
