/** Prints results for people: tables, the curve of answered against wrong, and what went wrong. */
import { type CaseResult } from './run-cases.ts';

const percent = (part: number, whole: number): string =>
  `${((100 * part) / Math.max(1, whole)).toFixed(1)} %`.padStart(7);

function row(label: string, results: readonly CaseResult[]): void {
  const right = results.filter((result) => result.right).length;
  const wrong = results.filter((result) => result.wrong).length;
  const declined = results.filter(
    ({ answer, right: isRight }) => answer.outcome === 'declined' && !isRight,
  ).length;
  const uncited = results.filter(({ problems }) =>
    problems.some((problem) => problem.kind === 'uncited'),
  ).length;
  console.log(
    `${label.padEnd(20)} right ${String(right).padStart(4)}/${String(results.length).padEnd(4)} ${percent(right, results.length)}` +
      `   wrong ${String(wrong).padStart(3)}   declined although answerable ${String(declined).padStart(3)}   uncited ${uncited}`,
  );
}

export function printTable(name: string, results: readonly CaseResult[]): void {
  console.log(`\n${name}`);
  for (const kind of [...new Set(results.map(({ wanted }) => wanted.kind))].sort()) {
    row(
      `  ${kind}`,
      results.filter(({ wanted }) => wanted.kind === kind),
    );
  }
  row('  all', results);
}

export function printTimes(results: readonly CaseResult[]): void {
  const times = results.map(({ ms }) => ms).sort((a, b) => a - b);
  const at = (share: number): string =>
    (times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0).toFixed(2);
  console.log(`\nms per answer: p50 ${at(0.5)}   p99 ${at(0.99)}`);
}

/** For every threshold of confidence: which share would be answered, and which share of those wrongly. */
export function printCurve(results: readonly CaseResult[]): void {
  const answered = results.filter(({ answer }) => answer.outcome === 'answered');
  console.log('\nconfidence from   answered   wrong among them');
  for (let from = 0; from < 1; from += 0.1) {
    const kept = answered.filter(({ answer }) => answer.confidence >= from);
    const wrong = kept.filter((result) => result.wrong).length;
    console.log(
      `${from.toFixed(1).padStart(15)}   ${percent(kept.length, results.length)}   ${percent(wrong, kept.length)}`,
    );
  }
}

export function printFails(results: readonly CaseResult[]): void {
  for (const { wanted, answer, trace, problems } of results.filter((result) => !result.right)) {
    const candidates = trace.candidates.map(
      ({ questionId, confidence }) => `${questionId} ${confidence.toFixed(2)}`,
    );
    console.log(
      [
        `\n${wanted.id} [${wanted.kind}] ${wanted.turns.join(' / ')}`,
        `  gold: ${wanted.gold}`,
        `  got [${answer.outcome} ${answer.confidence.toFixed(2)}] ${answer.text.replaceAll('\n', ' ').slice(0, 200)}`,
        `  ${trace.decision} | ${candidates.join(', ')}`,
        ...trace.refused.map(({ questionId, rule }) => `  refused ${questionId}: ${rule}`),
        ...problems.map(({ kind, detail }) => `  ${kind}: ${detail}`),
      ].join('\n'),
    );
  }
}
