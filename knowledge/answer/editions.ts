/** The policy as it would be with changes in force: what editors check and try, and what publishing puts in place. */
import { type Content } from '../load/content.ts';
import { loadContent } from '../load/load-content.ts';
import { type Piece, type PieceKind, type PieceProblem, bodyOf } from '../load/pieces.ts';
import { type PieceTitle, linesOf, restingOn } from '../load/piece-lists.ts';
import { problemsWith, withPieces } from '../load/with-pieces.ts';
import { type Edition, type KnowledgeOptions, firstEdition, nextEdition } from './build.ts';
import { type Knowledge } from './contract.ts';

export interface Editions {
  /** What would be wrong if these changes were in force; empty when they may be. */
  problems(pieces: readonly Piece[]): readonly PieceProblem[];
  /** A piece as it stands with these changes in force, in the form in which it is edited; null where there is none. */
  body(pieces: readonly Piece[], kind: PieceKind, id: string): unknown;
  /** Everything of one kind with these changes in force, in the order of the content. */
  lines(pieces: readonly Piece[], kind: PieceKind): readonly PieceTitle[];
  /** Entries that rest on a document, amount or channel. */
  restingOn(pieces: readonly Piece[], kind: PieceKind, id: string): readonly PieceTitle[];
  /** The policy with these changes in force; those that `problems` complains of must not be among them. */
  build(pieces: readonly Piece[]): Promise<Knowledge>;
}

/**
 * Reads the content folder at the first use, not before. Where the policy without changes was not built yet, `problems` and the
 * lists read the folder for themselves.
 */
export function openEditions(options: KnowledgeOptions): Editions {
  let read: Content | null = null;
  const content = (): Content => (read ??= loadContent(options.contentDir));
  let first: Promise<Edition> | null = null;
  const base = async (): Promise<Edition> => {
    first ??= firstEdition(options);
    const edition = await first;
    read ??= edition.policy.content;
    return edition;
  };
  let recent: readonly Edition[] = [];
  return {
    problems: (pieces) => problemsWith(content(), pieces),
    body: (pieces, kind, id) => bodyOf(withPieces(content(), pieces).content, kind, id),
    lines: (pieces, kind) => linesOf(withPieces(content(), pieces).content, kind),
    restingOn: (pieces, kind, id) => restingOn(withPieces(content(), pieces).content, kind, id),
    build: async (pieces) => {
      const ground = await base();
      if (pieces.length === 0) return ground.knowledge;
      const changed = withPieces(content(), pieces).content;
      const next = await nextEdition(nearest([...recent, ground], changed), changed);
      recent = [next, ...recent].slice(0, MOST_RECENT);
      return next.knowledge;
    },
  };
}

/** What is answered from, and the draft that was tried last. */
const MOST_RECENT = 2;

/** The edition that has most in common with the content. */
function nearest(editions: readonly Edition[], { questions }: Content): Edition {
  const there = new Set(questions);
  const common = ({ policy }: Edition): number =>
    policy.content.questions.reduce((count, one) => (there.has(one) ? count + 1 : count), 0);
  return editions.reduce((best, one) => (common(one) > common(best) ? one : best));
}
