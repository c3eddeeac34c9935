import { type Clock } from '../clock.ts';
import {
  type FileIn,
  MAX_FILES,
  MAX_FILES_BYTES,
  type Paper,
  paperProblem,
  papersFrom,
  type PaperWords,
} from '../tickets/papers.ts';

/** A photo or PDF in a chat, before a matter takes it. */
export interface KeptFile extends Pick<Paper, 'name' | 'type'> {
  /** Bytes. */
  readonly size: number;
}

export interface ConversationFileStore {
  /** Adds behind what is there. */
  insert(conversationId: string, papers: readonly Paper[], at: string): Promise<void>;
  /** In the order of their coming. */
  list(conversationId: string): Promise<readonly KeptFile[]>;
  read(conversationId: string): Promise<readonly FileIn[]>;
  drop(conversationId: string): Promise<void>;
}

/**
 * Files that came with messages: kept with the conversation, sealed with its key, until the matter that they belong to is
 * handed in. They go with the conversation.
 */
export interface ConversationFiles {
  /** Looks at files as they come. Throws `request.invalid` with one sentence, as `papersFrom` does. */
  admit(files: readonly FileIn[]): readonly Paper[];
  /** Throws `request.invalid` when there would be too many, or too much. */
  assertRoom(conversationId: string, papers: readonly Paper[]): Promise<void>;
  /** Call it in the transaction of the turn. */
  keep(conversationId: string, papers: readonly Paper[]): Promise<void>;
  list(conversationId: string): Promise<readonly KeptFile[]>;
  read(conversationId: string): Promise<readonly FileIn[]>;
  drop(conversationId: string): Promise<void>;
}

export interface ConversationFilesDeps {
  readonly store: ConversationFileStore;
  readonly words: PaperWords;
  readonly clock: Clock;
}

/** See `ConversationFiles`. */
export function createConversationFiles(deps: ConversationFilesDeps): ConversationFiles {
  const { store, words, clock } = deps;
  return {
    admit: (files) => papersFrom(files, words),
    assertRoom: async (id, papers) => {
      if (papers.length === 0) return;
      const there = await store.list(id);
      const bytes = (list: readonly number[]): number => list.reduce((sum, one) => sum + one, 0);
      const total =
        bytes(there.map(({ size }) => size)) + bytes(papers.map((one) => one.bytes.length));
      if (there.length + papers.length > MAX_FILES)
        throw paperProblem(words, 'file-count', MAX_FILES);
      if (total > MAX_FILES_BYTES)
        throw paperProblem(words, 'file-total', MAX_FILES_BYTES / 1024 / 1024);
    },
    keep: (id, papers) => store.insert(id, papers, clock.now().toISOString()),
    list: (id) => store.list(id),
    read: (id) => store.read(id),
    drop: (id) => store.drop(id),
  };
}
