/** What a start would compute from the content, kept as bytes: content that was read and checked, and the tables over it. */
import { type ComplaintSource } from '../complaints/build.ts';
import { pack, unpack } from '../kept/packed.ts';
import { type Refusal } from '../kept/shelf.ts';
import { type Content } from '../load/content.ts';
import { freeze } from '../load/freeze.ts';
import { type PinyinRow } from '../text/pinyin/decode.ts';
import { packedTables, unpackedTables } from './match/stored-tables.ts';
import { type MatchTables } from './match/tables.ts';

export interface KeptPolicy {
  readonly content: Content;
  readonly complaints: ComplaintSource;
  /** How often each word stands in what people say to us. */
  readonly words: readonly WordCount[];
  readonly pinyin: readonly PinyinRow[];
  readonly matcher: KeptMatcher;
}

export type WordCount = readonly [word: string, times: number];

export interface KeptMatcher {
  readonly tables: MatchTables;
  /** Share of each entry's phrasings that name its programme. */
  readonly named: readonly number[];
}

/** Maps as lists of their entries, because JSON knows no maps; clauses stand in their sources already. */
type PlainContent = Omit<Content, 'clauses' | 'replies' | 'lists'> & {
  readonly clauses: undefined;
  readonly replies: readonly (readonly [string, string])[];
  readonly lists: readonly (readonly [string, unknown])[];
};

interface Head {
  readonly content: PlainContent;
  readonly complaints: ComplaintSource;
  readonly words: readonly WordCount[];
  readonly pinyin: readonly PinyinRow[];
  readonly named: readonly number[];
  readonly tables: unknown;
}

/** `print` says from which content and code the policy was built. */
export function packedPolicy(print: string, policy: KeptPolicy): Uint8Array {
  const { head: tables, arrays } = packedTables(policy.matcher.tables);
  const { complaints, words, pinyin, matcher } = policy;
  const head: Head = {
    content: plainContent(policy.content),
    ...{ complaints, words, pinyin, tables, named: matcher.named },
  };
  return pack(print, { head, arrays });
}

export function openedPolicy(bytes: Uint8Array, print: string): KeptPolicy | Refusal {
  const packed = unpack(bytes, print);
  if (packed === 'damaged' || packed === 'other') return packed;
  const { content, complaints, words, pinyin, named, tables } = packed.head as Head;
  return {
    content: wholeContent(content),
    ...{ complaints, words, pinyin },
    matcher: { named, tables: unpackedTables({ head: tables, arrays: packed.arrays }) },
  };
}

/** Content as JSON can say it. */
function plainContent(content: Content): PlainContent {
  const { replies, lists, ...rest } = content;
  return { ...rest, clauses: undefined, replies: [...replies], lists: [...lists] };
}

function wholeContent({ replies, lists, ...rest }: PlainContent): Content {
  return freeze({
    ...rest,
    clauses: new Map(
      rest.sources.flatMap(({ clauses }) => clauses.map((clause) => [clause.id, clause])),
    ),
    replies: new Map(replies),
    lists: new Map(lists),
  });
}
