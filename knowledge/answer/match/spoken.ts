/** What a question says plainly, held against the labels of the entries. */
import { type labelled } from './tables.ts';

/** What a question says plainly. */
export interface Said {
  /** Outcomes that the person's stance speaks for. */
  readonly stances: ReadonlySet<string>;
  /** Programmes that the question names, and that its asking part names. */
  readonly programmes: ReadonlySet<string>;
  readonly asked: ReadonlySet<string>;
  /** Programmes that only tell who somebody is. */
  readonly status: ReadonlySet<string>;
  /** Aspects that the asking part names. */
  readonly aspects: ReadonlySet<string>;
  /** Numbers that are names: 一级, 649号. */
  readonly keys: ReadonlySet<string>;
  /** It holds a word of the field. */
  readonly fieldWords: boolean;
}

/** Programmes that lie across the others: 低保 in a question does not speak against them. */
export const ACROSS: ReadonlySet<string> = new Set(['综合', '监督', '信访复议', '个人信息']);
const NOTHING: ReadonlySet<string> = new Set();

/** The programmes, aspects and outcomes, each with the number of each entry's own. */
export type LabelsOfEntries = Readonly<
  Record<'programme' | 'aspect' | 'outcome', ReturnType<typeof labelled>>
>;

/** What the words of a question say of each label: 1 where they name it, -1 where they name only others, 0 where they name none. */
export interface Spoken {
  readonly stances: Int8Array;
  readonly programmes: Int8Array;
  readonly asked: Int8Array;
  readonly status: Int8Array;
  readonly aspects: Int8Array;
}

/** Taken once for all entries, of which many share a label. */
export function spokenIn(words: Said, { programme, aspect, outcome }: LabelsOfEntries): Spoken {
  return {
    stances: spokenOf(words.stances, outcome.labels, NOTHING),
    programmes: spokenOf(words.programmes, programme.labels, ACROSS),
    asked: spokenOf(words.asked, programme.labels, ACROSS),
    status: spokenOf(words.status, programme.labels, ACROSS),
    aspects: spokenOf(words.aspects, aspect.labels, NOTHING),
  };
}

/** Of what stands in `aside` nothing is said. */
function spokenOf(
  named: ReadonlySet<string>,
  labels: readonly string[],
  aside: ReadonlySet<string>,
): Int8Array {
  const spoken = new Int8Array(labels.length);
  if (named.size === 0) return spoken;
  labels.forEach((label, at) => {
    if (!aside.has(label)) spoken[at] = named.has(label) ? 1 : -1;
  });
  return spoken;
}
