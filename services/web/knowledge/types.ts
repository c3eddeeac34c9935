import type { Answer, Coverage } from '../../../knowledge/model.ts';
import type { Change } from '../../library/change.ts';
import type { ToldPieceProblem } from '../../library/library-words.ts';
import type { ChangeView, PieceLine, PieceView } from '../../library/library.ts';
import type { Compared } from '../../library/try-out.ts';
import type { AskedGroup } from '../../library/unanswered.ts';

export type { AskedGroup, Answer, Change, ChangeView, Compared, Coverage, PieceLine, PieceView };
export type Problem = ToldPieceProblem;
export type Body = Record<string, unknown>;

/** A clause as the picker shows it. */
export interface PickedClause {
  readonly id: string;
  readonly title: string;
  readonly docNumber: string | null;
  readonly article: string;
  readonly heading: string;
  readonly text: string;
  readonly basis: 'verified' | 'second-hand';
  readonly from: string;
  readonly to: string | null;
}

export interface Choices {
  readonly programmes: readonly string[];
  readonly aspects: readonly string[];
  readonly categories: readonly string[];
  readonly outcomes: readonly string[];
  readonly levels: readonly string[];
  readonly districts: readonly string[];
  readonly contacts: readonly { key: string; name: string; value: string }[];
  readonly standards: readonly { key: string; name: string }[];
  readonly questions: readonly { id: string; title: string }[];
  readonly coverage: readonly Coverage[];
}
