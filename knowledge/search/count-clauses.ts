/** Reads clauses into weighed postings: at once for a few, beside the event loop for many. */
import { Worker } from 'node:worker_threads';
import { CitationCounter } from './citations.ts';
import { type PostingTable } from './posting-table.ts';
import {
  type CutClause,
  type JoinedSegments,
  SEGMENT,
  SegmentCounter,
  WORD_BREAK,
} from './segments.ts';
import { type CutWords } from './tokens.ts';

/** A clause as the index sees it. All texts are normalised. */
export interface IndexedClause {
  readonly id: string;
  /** The name of its document: clauses of one document in a row are neighbours. */
  readonly document: string;
  readonly heading: string;
  readonly text: string;
}

/** What was read of some clauses, numbered from 0. */
export interface Counted {
  readonly ids: readonly string[];
  readonly documents: readonly string[];
  readonly documentOf: Uint32Array;
  /** ln(1 + how many clauses of other documents cite the document). */
  readonly cited: Float32Array;
  readonly averageLength: number;
  readonly table: PostingTable;
}

/** Clauses from which the work is handed to a worker: below it a build takes less than a second. */
const MANY = 2000;

/** Clauses cut into words between two breaths of the event loop: a few milliseconds. */
const SLICE = 32;

/** New space for the young objects that lunr makes: saves a third of the time. */
const WORKER_LIMITS = { maxYoungGenerationSizeMb: 128 };

/** Counts at once and in line. `averageLength` is that of the corpus which the clauses are added to. */
export function countNow(
  clauses: readonly IndexedClause[],
  cutWords: CutWords,
  averageLength: number | null = null,
): Counted {
  const counter = new SegmentCounter();
  for (let from = 0; from < clauses.length; from += SEGMENT) {
    counter.add(clauses.slice(from, from + SEGMENT).map((clause) => cut(clause, cutWords)));
  }
  return countedFrom(clauses, counter.joined(averageLength), citationsIn(clauses));
}

/**
 * Counts any number of clauses without holding up what else the process does: words are cut here in small slices (the
 * segmenter keeps 250 MB in every thread that cuts), lunr runs in a worker.
 */
export async function countClauses(
  clauses: readonly IndexedClause[],
  cutWords: CutWords,
): Promise<Counted> {
  if (clauses.length < MANY) return countNow(clauses, cutWords);
  const worker = startWorker();
  try {
    const citations = new CitationCounter(documentsOf(clauses));
    for (let from = 0; from < clauses.length; from += SEGMENT) {
      const segment: CutClause[] = [];
      for (const [at, clause] of clauses.slice(from, from + SEGMENT).entries()) {
        if (at % SLICE === 0) await breath();
        segment.push(cut(clause, cutWords));
        citations.read(clause);
      }
      await replyOf(worker, segment);
    }
    return countedFrom(clauses, (await replyOf(worker, null)) as JoinedSegments, citations);
  } finally {
    await worker.terminate();
  }
}

/** The worker's file stands beside this one; run from source (tests, development), it needs the compiler's loader first. */
function startWorker(): Worker {
  if (!import.meta.url.endsWith('.ts')) {
    const file = new URL('./segment-worker.js', import.meta.url);
    return new Worker(file, { resourceLimits: WORKER_LIMITS });
  }
  const file = JSON.stringify(new URL('./segment-worker.ts', import.meta.url).href);
  const start = `import('tsx/esm/api').then(({ register }) => (register(), import(${file})));`;
  return new Worker(start, { eval: true, resourceLimits: WORKER_LIMITS });
}

function breath(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

/** Hands a segment to the worker, or asks for the whole with null. Rejects where the worker fails. */
function replyOf(worker: Worker, message: readonly CutClause[] | null): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const settle = (): void => {
      worker.off('message', answered);
      worker.off('error', failed);
    };
    const answered = (reply: unknown): void => {
      settle();
      resolve(reply);
    };
    const failed = (error: Error): void => {
      settle();
      reject(error);
    };
    worker.on('message', answered);
    worker.on('error', failed);
    worker.postMessage(message);
  });
}

function cut({ heading, text }: IndexedClause, cutWords: CutWords): CutClause {
  const whole = `${heading}\n${text}`;
  return { text: whole, words: cutWords(whole).join(WORD_BREAK) };
}

function citationsIn(clauses: readonly IndexedClause[]): CitationCounter {
  const citations = new CitationCounter(documentsOf(clauses));
  for (const clause of clauses) citations.read(clause);
  return citations;
}

function documentsOf(clauses: readonly IndexedClause[]): Set<string> {
  return new Set(clauses.map((clause) => clause.document));
}

function countedFrom(
  clauses: readonly IndexedClause[],
  { table, averageLength }: JoinedSegments,
  citations: CitationCounter,
): Counted {
  const documents = [...documentsOf(clauses)];
  const numbers = new Map(documents.map((name, number) => [name, number]));
  return {
    ids: clauses.map(({ id }) => id),
    documents,
    documentOf: Uint32Array.from(clauses, ({ document }) => numbers.get(document) ?? 0),
    cited: Float32Array.from(documents, (name) => Math.log1p(citations.of(name))),
    averageLength,
    table,
  };
}
