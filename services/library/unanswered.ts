import { type Knowledge } from '../../knowledge/index.ts';
import { type AnswerMarkStore } from '../desk/call-store.ts';
import { type Clock } from '../clock.ts';
import { AppError } from '../errors.ts';
import { maskPersonalData } from '../privacy/personal-data.ts';
import { type StaffMember } from '../staff/role.ts';
import { type Change } from './change.ts';
import { type Asked, type AskedState, type AskedStore } from './library-store.ts';
import { type Library } from './library.ts';
import { type LibraryWords } from './library-words.ts';

/** Questions alike, with how often and where they were asked. */
export interface AskedGroup {
  /** The newest of them, in the words of whoever asked. */
  readonly question: string;
  readonly count: number;
  readonly places: readonly { readonly district: string; readonly count: number }[];
  readonly why: readonly { readonly why: Asked['why']; readonly count: number }[];
  readonly notes: readonly string[];
  readonly first: string;
  readonly last: string;
  /** Other ways in which it was said. */
  readonly said: readonly string[];
  /** The entries that answered, with their titles. */
  readonly entries: readonly { readonly id: string; readonly title: string }[];
  readonly items: readonly string[];
  /** A draft that was begun from it. */
  readonly changeId: string | null;
}

/** 未答上的问题: what people asked and did not get a good answer to. */
export interface Unanswered {
  groups(state: AskedState): Promise<readonly AskedGroup[]>;
  /** Says of questions what became of them. */
  settle(staff: StaffMember, items: readonly string[], state: AskedState): Promise<void>;
  /** Begins a new entry from them: their words become its phrasings. */
  draft(staff: StaffMember, items: readonly string[]): Promise<Change>;
}

export interface UnansweredDeps {
  readonly store: AskedStore;
  readonly marks: Pick<AnswerMarkStore, 'list' | 'close'>;
  readonly library: Pick<Library, 'begin'>;
  readonly knowledge: () => Knowledge;
  readonly clock: Clock;
  readonly words: LibraryWords;
}

const DAYS = 90;
const MOST = 1500;
/** Below it about one answer in four was wrong in the measurements (`answers:evaluate`). */
const UNSURE_BELOW = 0.6;

/** See `Unanswered`. */
export function createUnanswered(deps: UnansweredDeps): Unanswered {
  const { store, clock } = deps;
  return {
    groups: async (state) => {
      const settled = new Map((await store.marks()).map((mark) => [mark.itemId, mark]));
      const items = (await askedItems(deps)).filter(
        ({ id }) => (settled.get(id)?.state ?? 'open') === state,
      );
      return alike(items)
        .map((group) => told(deps, group, (id) => settled.get(id)?.changeId ?? null))
        .sort((one, other) => other.count - one.count || (one.last < other.last ? 1 : -1));
    },
    settle: async (staff, items, state) => {
      const at = clock.now().toISOString();
      await store.mark(
        items.map((itemId) => ({ itemId, state, by: staff.id, at, changeId: null })),
      );
      // Of what is no mark nothing is closed.
      const done = { doneBy: staff.id, doneAt: at, doneNote: '' };
      if (state !== 'open') for (const id of items) await deps.marks.close(id, done);
    },
    draft: (staff, items) => draftFrom(deps, staff, items),
  };
}

async function askedItems({ store, marks, clock }: UnansweredDeps): Promise<readonly Asked[]> {
  const since = new Date(clock.now().getTime() - DAYS * 86_400_000).toISOString();
  // What an editor has looked at in the list of marks is settled there.
  const open = await marks.list('open', MOST);
  const marked = open.map(({ id, at, asked, note, questionId, district }): Asked => ({
    ...{ id, at, note, question: asked, district, programme: null, why: 'marked' },
    entries: questionId === null ? [] : [questionId],
  }));
  return [
    ...marked.filter(({ at, question }) => at >= since && question.trim() !== ''),
    ...(await store.asked(since, UNSURE_BELOW, MOST)),
  ];
}

/** Share of pairs of characters in common from which two questions count as one. */
const ALIKE = 0.45;

/** Groups by likeness: each question joins the likest group, or begins one. */
export function alike(items: readonly Asked[]): readonly (readonly Asked[])[] {
  const groups: { readonly pairs: ReadonlySet<string>; readonly items: Asked[] }[] = [];
  const holding = new Map<string, number[]>();
  for (const item of items) {
    const pairs = pairsOf(item.question);
    const shared = new Map<number, number>();
    for (const pair of pairs)
      for (const group of holding.get(pair) ?? []) shared.set(group, (shared.get(group) ?? 0) + 1);
    let best = -1;
    let most = 0;
    for (const [group, common] of shared) {
      const union = pairs.size + (groups[group]?.pairs.size ?? 0) - common;
      if (common / union > most) [best, most] = [group, common / union];
    }
    const joined = most >= ALIKE ? groups[best] : undefined;
    if (joined) joined.items.push(item);
    else {
      for (const pair of pairs) holding.set(pair, [...(holding.get(pair) ?? []), groups.length]);
      groups.push({ pairs, items: [item] });
    }
  }
  return groups.map((group) => group.items);
}

function pairsOf(text: string): Set<string> {
  const plain = text.normalize('NFKC').replace(/[\p{P}\p{S}\s]/gu, '');
  if (plain.length < 2) return new Set([plain]);
  return new Set(Array.from({ length: plain.length - 1 }, (_, at) => plain.slice(at, at + 2)));
}

const MOST_SAID = 20;
const MOST_ITEMS = 500;

function told(
  { knowledge }: UnansweredDeps,
  group: readonly Asked[],
  changeOf: (id: string) => string | null,
): AskedGroup {
  const policy = knowledge();
  const newest = [...group].sort((one, other) => (one.at < other.at ? 1 : -1));
  const question = newest[0]?.question ?? '';
  return {
    question,
    count: group.length,
    places: counted(group.flatMap(({ district }) => district ?? [])).map(([district, count]) => ({
      ...{ district, count },
    })),
    why: counted(group.map(({ why }) => why)).map(([why, count]) => ({ why, count })),
    notes: [...new Set(group.map(({ note }) => note))].filter((note) => note !== ''),
    ...{ first: newest.at(-1)?.at ?? '', last: newest[0]?.at ?? '' },
    said: differentWords(newest, question),
    entries: [...new Set(group.flatMap(({ entries }) => entries))].map((id) => ({
      ...{ id, title: policy.question(id)?.title ?? id },
    })),
    items: newest.map(({ id }) => id).slice(0, MOST_ITEMS),
    changeId: newest.map(({ id }) => changeOf(id)).find((id) => id !== null) ?? null,
  };
}

function differentWords(items: readonly Asked[], except: string): string[] {
  const said = new Set(items.map(({ question }) => question.trim()));
  said.delete(except.trim());
  return [...said].slice(0, MOST_SAID);
}

function counted<T extends string>(values: readonly T[]): [T, number][] {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort(([, one], [, other]) => other - one);
}

/** Questions longer than this are stories: their words are not how others will ask. */
const LONGEST_PHRASING = 60;

async function draftFrom(
  deps: UnansweredDeps,
  staff: StaffMember,
  ids: readonly string[],
): Promise<Change> {
  const { store, library, clock, knowledge } = deps;
  const wanted = new Set(ids);
  const items = (await askedItems(deps)).filter(({ id }) => wanted.has(id));
  const [newest] = items;
  if (newest === undefined) throw new AppError('not-found');
  const said = [...new Set(items.map(({ question }) => maskPersonalData(question.trim())))];
  const short = said.filter((one) => one.length <= LONGEST_PHRASING);
  const policy = knowledge();
  const likeliest = policy.candidates({
    ...{ question: newest.question, limit: 1, asOf: clock.now().toISOString().slice(0, 10) },
  })[0];
  const change = await library.begin(staff, 'question', {
    body: {
      programme: newest.programme ?? likeliest?.programme ?? '综合',
      aspect: likeliest?.aspect ?? '是什么',
      category: '政策规定',
      title: short[0] ?? said[0] ?? '',
      phrasings: short.slice(0, MOST_SAID),
      outcome: 'answered',
      reason: null,
      ...{ clauses: [], answer: '', spoken: '', staff: '', next: [], contacts: [], versions: [] },
    },
  });
  const at = clock.now().toISOString();
  await store.mark(
    items.map(({ id: itemId }) => ({
      ...{ itemId, state: 'open' as const, by: staff.id, at, changeId: change.id },
    })),
  );
  return change;
}
