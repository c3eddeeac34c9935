/** The policy as it would be with changes in force: what editors check and try, and what publishing puts in place. */
import { type Content } from '../load/content.ts';
import { loadContent } from '../load/load-content.ts';
import { type Piece, type PieceKind, type PieceProblem, bodyOf } from '../load/pieces.ts';
import { type PieceTitle, linesOf, restingOn } from '../load/piece-lists.ts';
import { problemsWith, withPieces } from '../load/with-pieces.ts';
import { type KnowledgeOptions, buildKnowledge } from './build.ts';
import { type Question } from '../model.ts';
import { type KeptPolicy } from './kept-policy.ts';
import { type Segmenter, loadSegmenter } from '../text/segment.ts';
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
  /**
   * The policy with these changes in force; those that `problems` complains of must not be among them. What is to be answered from is
   * `kept` on the shelf for the next start; what an editor only tries is not.
   */
  build(pieces: readonly Piece[], kept?: 'kept'): Promise<Knowledge>;
}

/** Reads the content folder at the first use, not before. */
export function openEditions(options: Omit<KnowledgeOptions, 'content'>): Editions {
  const { shelf, ...others } = options;
  let read: Content | null = null;
  const content = (): Content => (read ??= loadContent(options.contentDir));
  let cut: RememberedCuts | null = null;
  let recent: readonly KeptPolicy[] = [];
  const onComputed = (computed: KeptPolicy): void => {
    recent = [computed, ...recent].slice(0, MOST_RECENT);
  };
  return {
    problems: (pieces) => problemsWith(content(), pieces),
    body: (pieces, kind, id) => bodyOf(withPieces(content(), pieces).content, kind, id),
    lines: (pieces, kind) => linesOf(withPieces(content(), pieces).content, kind),
    restingOn: (pieces, kind, id) => restingOn(withPieces(content(), pieces).content, kind, id),
    build: async (pieces, kept) => {
      if (pieces.length === 0) return buildKnowledge({ ...options, onComputed });
      cut ??= rememberedCuts(loadSegmenter({ userWords: content().userWords }));
      const changed = withPieces(content(), pieces).content;
      const computed = recent.find((one) => asksAlike(one.content, changed));
      const given = {
        ...{ ...others, onComputed, content: changed },
        ...(computed === undefined ? {} : { computed }),
      };
      const onShelf = kept === undefined || shelf === undefined ? {} : { shelf };
      return cut.during((segmenter) => buildKnowledge({ ...given, ...onShelf, segmenter }));
    },
  };
}

/** What was answered from, and the drafts that were tried last. */
const MOST_RECENT = 3;

/**
 * Whether people ask for the same entries in the same words. Then the tables of the matcher stay as they are, and a change of an
 * answer, an amount, a clause or a channel costs next to nothing; that they count a few words of the former answers (the weakest
 * of the witnesses) is mended by the next change of an entry's own words.
 */
function asksAlike({ questions: before }: Content, { questions: after }: Content): boolean {
  return (
    before.length === after.length &&
    before.every((one, at) => {
      const other = after[at];
      return other !== undefined && (one === other || faceOf(one) === faceOf(other));
    })
  );
}

function faceOf({ id, programme, aspect, outcome, title, phrasings }: Question): string {
  return JSON.stringify([id, programme, aspect, outcome, title, phrasings]);
}

/** Nearly all words of two editions are the same: cutting them is most of the work of building one. */
interface RememberedCuts {
  /** What is cut meanwhile is remembered; afterwards, when people ask, nothing is added. */
  during<T>(build: (segmenter: Segmenter) => Promise<T>): Promise<T>;
}

function rememberedCuts(inner: Segmenter): RememberedCuts {
  const known = new Map<string, readonly string[]>();
  const words = new Map<string, string>();
  let building = 0;
  const shared = (word: string): string => {
    const same = words.get(word);
    if (same === undefined) words.set(word, word);
    return same ?? word;
  };
  const segmenter: Segmenter = {
    ...inner,
    cut: (text) => {
      const before = known.get(text);
      if (before !== undefined) return before;
      const cut = inner.cut(text);
      if (building > 0) known.set(text, cut.map(shared));
      return cut;
    },
  };
  return {
    during: async (build) => {
      building += 1;
      try {
        return await build(segmenter);
      } finally {
        building -= 1;
      }
    },
  };
}
