/** Cases for the answers, as JSONL: one question (or a conversation) with what a right answer must hold. */
import { readFileSync } from 'node:fs';

export interface WantedCitation {
  readonly doc: string;
  readonly article: number | null;
}

export interface AnswerCase {
  readonly id: string;
  readonly kind: string;
  /** What the person says, turn by turn; the last one is judged. */
  readonly turns: readonly string[];
  readonly district: string | null;
  /** The day on which it is asked; today when null. */
  readonly asOf: string | null;
  readonly expect: {
    readonly outcome: readonly string[];
    /** At least one wording of every group must occur. */
    readonly must?: readonly (readonly string[])[];
    readonly mustNot?: readonly string[];
    /** Any one of them is enough. */
    readonly cite?: readonly WantedCitation[];
    /** Ids of entries of which one must answer: for cases of our own, which judge the understanding alone. */
    readonly entries?: readonly string[];
    /** Offices of which one must be named. */
    readonly redirect?: readonly string[] | null;
  };
  readonly gold: string;
}

export function readCases(path: string): AnswerCase[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as AnswerCase);
}
