/** Counts how often and how fast right passages are found. */
import { type GoldQuestion } from './corpus-file.ts';

export interface Measures {
  readonly questions: number;
  /** Shares, 0 to 1. */
  readonly hit1: number;
  readonly hit5: number;
  readonly hit10: number;
  readonly mrr10: number;
  /** Mean share of a question's right passages among the first 100. */
  readonly recall100: number;
  /** Milliseconds of one search. */
  readonly p50: number;
  readonly p99: number;
}

/** Puts each question twice and takes the second time: the first of all would measure the compiler. */
export function measure(
  questions: readonly GoldQuestion[],
  search: (question: string) => readonly { readonly id: string }[],
): Measures {
  questions.slice(0, 200).forEach(({ question }) => search(question));
  const times: number[] = [];
  let [hit1, hit5, hit10, mrr, recall] = [0, 0, 0, 0, 0];
  for (const { question, gold } of questions) {
    const start = performance.now();
    const found = search(question);
    times.push(performance.now() - start);
    const places = gold
      .map((id) => found.findIndex((one) => one.id === id))
      .filter((at) => at >= 0);
    const first = Math.min(Infinity, ...places);
    if (first < 1) hit1 += 1;
    if (first < 5) hit5 += 1;
    if (first < 10) {
      hit10 += 1;
      mrr += 1 / (first + 1);
    }
    recall += places.filter((at) => at < 100).length / Math.max(1, gold.length);
  }
  const share = (count: number): number => count / Math.max(1, questions.length);
  return {
    questions: questions.length,
    hit1: share(hit1),
    hit5: share(hit5),
    hit10: share(hit10),
    mrr10: share(mrr),
    recall100: share(recall),
    p50: percentile(times, 0.5),
    p99: percentile(times, 0.99),
  };
}

export function percentile(times: readonly number[], share: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

export function printMeasures(
  measures: Measures & {
    readonly buildSeconds: number;
    readonly rssMegabytes: number;
    readonly trust: number;
  },
): void {
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  console.log(`questions: ${measures.questions}`);
  console.log(`hit@1: ${percent(measures.hit1)}`);
  console.log(`hit@5: ${percent(measures.hit5)}`);
  console.log(`hit@10: ${percent(measures.hit10)}`);
  console.log(`MRR@10: ${percent(measures.mrr10)}`);
  console.log(`recall@100: ${percent(measures.recall100)}`);
  console.log(`build: ${measures.buildSeconds.toFixed(1)} s`);
  console.log(`p50 / p99: ${measures.p50.toFixed(2)} / ${measures.p99.toFixed(2)} ms`);
  console.log(`RSS: ${measures.rssMegabytes.toFixed(0)} MB`);
  console.log(`trust in answered questions: ${measures.trust}`);
}
