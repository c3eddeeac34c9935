import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { type Editions, type Piece, type PieceKind, pieceIdOf } from '../../knowledge/index.ts';
import { type Audit } from '../audit/audit.ts';
import { type Clock } from '../clock.ts';
import { AppError, type FieldProblem } from '../errors.ts';
import { type StaffMember } from '../staff/role.ts';
import { type UnitOfWork } from '../unit-of-work.ts';
import { type Change, type ChangeAction, stepFrom } from './change.ts';
import { type AskedStore, type LibraryStore } from './library-store.ts';
import { type LibraryWords, type ToldPieceProblem } from './library-words.ts';
import { type ChangeView, type Library, type PieceName } from './library.ts';

export interface LibraryDeps {
  readonly store: LibraryStore;
  readonly asked: Pick<AskedStore, 'answeredBy' | 'forgetChange'>;
  readonly editions: Editions;
  readonly unitOfWork: UnitOfWork;
  readonly audit: Pick<Audit, 'append'>;
  readonly clock: Clock;
  readonly words: LibraryWords;
  /** Something else is in force: brings it into the answers here, then tells the other processes. */
  readonly onPublished: (seq: number) => Promise<void>;
}

type Drafts = Omit<Library, 'list' | 'piece' | 'withdraw'>;

/** Drafts from the first word to the second person. See `Library`. */
export function createDrafts(deps: LibraryDeps): Drafts {
  const { store, editions, clock } = deps;
  const now = (): string => clock.now().toISOString();
  const viewed = async (staff: StaffMember, id: string): Promise<ChangeView> =>
    viewOf(deps, staff, await found(store, id));
  return {
    changes: (state) => store.list({ state }, MOST_LISTED),
    view: viewed,
    check: async (name, body) => problemsOf(deps, name, body),
    begin: (staff, kind, from) => begin(deps, staff, kind, from),
    save: async (staff, id, version, draft) => {
      const change = await atVersion(store, id, version);
      const body = draft.body;
      const isNew = editions.body(await store.inForce(), change.kind, change.pieceId) === null;
      const pieceId = isNew ? (pieceIdOf(change.kind, body) ?? change.pieceId) : change.pieceId;
      const next = {
        ...stepped(change, 'save', now()),
        ...headOf(change.kind, body),
        ...draft,
        pieceId,
        editors: [...new Set([...change.editors, staff.id])],
      };
      await take(deps, staff, next, { action: 'save' });
      return viewed(staff, id);
    },
    submit: async (staff, id, version) => {
      const change = await atVersion(store, id, version);
      await refuseUnready(deps, change);
      await take(deps, staff, stepped(change, 'submit', now()), { action: 'submit' });
      return viewed(staff, id);
    },
    giveBack: async (staff, id, version, note) => {
      const change = await atVersion(store, id, version);
      await take(deps, staff, stepped(change, 'return', now()), { action: 'return', note });
      return viewed(staff, id);
    },
    publish: async (staff, id, version, note) => {
      await publish(deps, staff, await atVersion(store, id, version), note);
      return viewed(staff, id);
    },
    discard: (staff, id, version) => discard(deps, staff, id, version),
  };
}

const MOST_LISTED = 500;

async function found(store: LibraryStore, id: string): Promise<Change> {
  const change = await store.find(id);
  if (!change) throw new AppError('not-found');
  return change;
}

async function atVersion(store: LibraryStore, id: string, version: number): Promise<Change> {
  const change = await found(store, id);
  if (change.version !== version) throw new AppError('version.conflict');
  return change;
}

function stepped(change: Change, action: Exclude<ChangeAction, 'create'>, at: string): Change {
  const state = stepFrom(change.state, action);
  if (state === null) throw new AppError('transition.refused', `${action} from ${change.state}`);
  return { ...change, state, updatedAt: at, version: change.version + 1 };
}

export interface Step {
  readonly action: ChangeAction;
  readonly note?: string;
}

/** One step: the change, its history and its link of the audit chain stand or fall together. */
export async function take(
  deps: Pick<LibraryDeps, 'store' | 'unitOfWork' | 'audit'>,
  staff: StaffMember,
  change: Change,
  step: Step,
): Promise<void> {
  await deps.unitOfWork.transaction(async () => {
    if (step.action === 'create') await deps.store.insert(change);
    else if (!(await deps.store.update(change))) throw new AppError('version.conflict');
    await record(deps, staff, change, step);
  });
}

/** Inside the transaction of the change. */
export async function record(
  { store, audit }: Pick<LibraryDeps, 'store' | 'audit'>,
  staff: StaffMember,
  { id, kind, state, seq, version, body, updatedAt: at }: Change,
  { action, note = '' }: Step,
): Promise<void> {
  await store.addEvent({
    ...{ changeId: id, at, by: staff.id, byName: staff.name, action, note },
  });
  await audit.append({
    ...{ actor: staff.id, role: staff.role, action: `library-${action}`, outcome: 'done' },
    ...{ objectType: 'library', objectId: id, requestId: null },
    detail: { kind, state, seq, version, body: digestOf(body) },
  });
}

const digestOf = (body: unknown): string =>
  createHash('sha256').update(JSON.stringify(body), 'utf8').digest('hex');

async function begin(
  deps: LibraryDeps,
  staff: StaffMember,
  kind: PieceKind,
  from: { readonly id?: string | undefined; readonly body?: unknown },
): Promise<Change> {
  const { store, editions, clock, words } = deps;
  const body = from.body ?? editions.body(await store.inForce(), kind, from.id ?? '');
  if (body === null) throw new AppError('not-found');
  const whole = from.id === undefined ? named(kind, body) : body;
  const pieceId = from.id ?? pieceIdOf(kind, whole) ?? ownName();
  const taken = new AppError('conflict', 'already being changed', {
    fields: [{ field: 'id', message: words.taken }],
  });
  if ((await store.open(kind, pieceId)) !== null) throw taken;
  const at = clock.now().toISOString();
  const change: Change = {
    id: randomUUID(),
    ...{ kind, pieceId, body: whole, state: '草稿', ...headOf(kind, whole) },
    ...{ source: '', sourceDate: '', reason: '' },
    ...{ editors: [staff.id], approver: null, publishedAt: null, seq: null },
    ...{ createdAt: at, updatedAt: at, version: 1 },
  };
  await take(deps, staff, change, { action: 'create' });
  return change;
}

/** A new piece gets a name that nobody has to think of. */
function named(kind: PieceKind, body: unknown): unknown {
  const given = typeof body === 'object' ? (body as Record<string, unknown>) : {};
  const field = kind === 'contact' ? 'key' : 'id';
  const own = given[field];
  return { ...given, [field]: typeof own === 'string' && own !== '' ? own : ownName() };
}

const ownName = (): string => `own-${randomBytes(5).toString('hex')}`;

/** What lists show of a body, however unfinished it is. */
function headOf(kind: PieceKind, body: unknown): Pick<Change, 'title' | 'programme'> {
  const field = (name: string): string => {
    const value = (body as Record<string, unknown> | null)?.[name];
    return typeof value === 'string' ? value : '';
  };
  const programmes = (body as { programmes?: unknown } | null)?.programmes;
  const first: unknown = Array.isArray(programmes) ? programmes[0] : field('programme');
  const title =
    kind === 'standard'
      ? `${field('name')} ${field('district')} ${field('amount')}${field('unit')} ${field('from')}`
      : kind === 'contact'
        ? `${field('name')} ${field('value')}`
        : field('title');
  return {
    title: title.trim().slice(0, 200),
    programme: typeof first === 'string' && first !== '' ? first.slice(0, 20) : null,
  };
}

/** With everything that is published besides. */
async function around(store: LibraryStore, piece: Piece): Promise<readonly Piece[]> {
  const others = await store.inForce();
  return [...others.filter(({ kind, id }) => kind !== piece.kind || id !== piece.id), piece];
}

async function problemsOf(
  { store, editions, words }: LibraryDeps,
  { kind, id }: PieceName,
  body: unknown,
): Promise<readonly ToldPieceProblem[]> {
  return editions.problems(await around(store, { kind, id, body })).map(words.tell);
}

async function viewOf(deps: LibraryDeps, staff: StaffMember, change: Change): Promise<ChangeView> {
  const { kind, pieceId: id, body, state } = change;
  const open = state === '草稿' || state === '待审';
  const inForce = await deps.store.inForce();
  return {
    change,
    problems: open ? await problemsOf(deps, { kind, id }, body) : [],
    today: deps.editions.body(inForce, kind, id),
    may: mayDo(staff, change),
  };
}

function mayDo({ id, role }: StaffMember, change: Change): ChangeView['may'] {
  const writes = role === 'editor';
  const reviews = role === 'editor' || role === 'supervisor';
  return [
    ...(writes && change.state === '草稿' ? (['save', 'submit', 'discard'] as const) : []),
    ...(reviews && change.state === '待审' ? (['return'] as const) : []),
    ...(reviews && change.state === '待审' && !change.editors.includes(id)
      ? (['publish'] as const)
      : []),
    ...(reviews && change.state === '已发布' ? (['withdraw'] as const) : []),
  ];
}

/** Whatever a second person must not have to ask for is there, and nothing is wrong with it. */
async function refuseUnready(deps: LibraryDeps, change: Change): Promise<void> {
  const { store, editions, words } = deps;
  const { kind, pieceId, body } = change;
  const fields: FieldProblem[] = (['source', 'sourceDate', 'reason'] as const)
    .filter((field) => change[field].trim() === '')
    .map((field) => ({ field, message: words.missing[field] }));
  if (isDeepStrictEqual(editions.body(await store.inForce(), kind, pieceId), body))
    fields.push({ field: 'body', message: words.missing.same });
  fields.push(...fieldsOf(await problemsOf(deps, { kind, id: pieceId }, body)));
  if (fields.length > 0) throw new AppError('request.invalid', 'not ready', { fields });
}

function fieldsOf(problems: readonly ToldPieceProblem[]): FieldProblem[] {
  return problems.map(({ field, message }) => ({ field: `body.${field}`, message }));
}

async function publish(
  deps: LibraryDeps,
  staff: StaffMember,
  change: Change,
  note: string,
): Promise<void> {
  const { store, unitOfWork, clock, words, asked } = deps;
  if (change.editors.includes(staff.id))
    throw new AppError('transition.refused', 'nobody approves what they wrote', {
      fields: [{ field: 'approver', message: words.ownDraft }],
    });
  const at = clock.now().toISOString();
  const next = { ...stepped(change, 'publish', at), approver: staff.id, publishedAt: at };
  const seq = await unitOfWork.transaction(async () => {
    // From here on nobody else publishes: what is checked is what will be in force.
    const number = await store.nextSeq();
    const { kind, pieceId: id, body } = change;
    const fields = fieldsOf(await problemsOf(deps, { kind, id }, body));
    if (fields.length > 0) throw new AppError('request.invalid', 'does not fit', { fields });
    const published = { ...next, seq: number };
    if (!(await store.update(published))) throw new AppError('version.conflict');
    await record(deps, staff, published, { action: 'publish', note });
    await asked.answeredBy(change.id, staff.id, at);
    return number;
  });
  await deps.onPublished(seq);
}

/** A draft that nobody wants: it goes, that it was there stays on the record. */
async function discard(
  deps: LibraryDeps,
  staff: StaffMember,
  id: string,
  version: number,
): Promise<void> {
  const { store, unitOfWork, clock, asked } = deps;
  const change = await atVersion(store, id, version);
  const gone = stepped(change, 'discard', clock.now().toISOString());
  await unitOfWork.transaction(async () => {
    await record(deps, staff, gone, { action: 'discard' });
    if (!(await store.remove(id, version))) throw new AppError('version.conflict');
    await asked.forgetChange(id);
  });
}
