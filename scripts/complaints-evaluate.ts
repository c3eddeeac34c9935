/**
 * `npm run complaints:evaluate -- FILE.jsonl… [--fails] [--half 0|1]`: reads every complaint and prints the share of
 * fields that were read rightly; first, how many of those that are ours would be taken down as complaints in the chat.
 */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { z } from 'zod';
import { type ComplaintReading, buildKnowledge } from '../knowledge/index.ts';
import { readCommandLine } from './command-line.ts';

/** The day on which the development cases were written for. */
const CASES_DAY = '2026-11-23';

const FIELDS = [
  'category',
  'programme',
  'district',
  'town',
  'anonymous',
  'phone',
  'incidentDate',
  'urgency',
  'inScope',
  'isConsultation',
] as const;

const text = z.string().nullable();
const caseSchema = z.object({
  id: z.string(),
  text: z.string(),
  expect: z.object({
    category: text,
    programme: text,
    district: text,
    town: text,
    anonymous: z.boolean(),
    phone: text,
    incidentDate: text,
    urgency: text,
    inScope: z.boolean(),
    redirect: z.array(z.string()).nullable(),
    isConsultation: z.boolean(),
  }),
});
type Case = z.output<typeof caseSchema>;

const { values, positionals } = readCommandLine({
  usage:
    'npm run complaints:evaluate -- FILE.jsonl… [--fails] [--half 0|1] [--today YYYY-MM-DD] [--content DIR]',
  names: [1, Infinity],
  options: {
    fails: { type: 'boolean', default: false },
    half: { type: 'string' },
    today: { type: 'string', default: CASES_DAY },
    content: { type: 'string', default: new URL('../knowledge/content', import.meta.url).pathname },
  },
});

const knowledge = await buildKnowledge({ contentDir: values.content });

for (const file of positionals) {
  const cases = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => caseSchema.parse(JSON.parse(line)))
    .filter((_, at) => values.half === undefined || at % 2 === Number(values.half));
  report(
    basename(file),
    cases.map((one) => ({
      one,
      read: knowledge.readComplaint(one.text, { today: values.today }),
      takenDown: isTakenDown(one.text),
    })),
  );
}

/** Whether whoever asks this in the chat is offered to have it taken down, or helped at once where somebody is in danger. */
function isTakenDown(question: string): boolean {
  const { outcome } = knowledge.answer({ question, today: values.today }).answer;
  return outcome === 'collect' || outcome === 'urgent';
}

function report(
  name: string,
  results: readonly {
    readonly one: Case;
    readonly read: ComplaintReading;
    readonly takenDown: boolean;
  }[],
): void {
  console.log(`\n${name}: ${results.length} complaints`);
  const line = (label: string, right: number, of: number): void => {
    console.log(
      `${label.padEnd(16)} ${((100 * right) / Math.max(1, of)).toFixed(1).padStart(6)} %   ${right}/${of}`,
    );
  };
  const ours = results.filter(({ one }) => one.expect.inScope && !one.expect.isConsultation);
  line('taken down', ours.filter(({ takenDown }) => takenDown).length, ours.length);
  for (const field of FIELDS) {
    const right = results.filter(({ one, read }) => one.expect[field] === read[field]);
    line(field, right.length, results.length);
  }
  const foreign = results.filter(({ one }) => !one.expect.inScope);
  line('redirect', foreign.filter(redirectedRightly).length, foreign.length);
  const whole = results.filter(({ one, read }) => FIELDS.every((f) => one.expect[f] === read[f]));
  line('all fields', whole.length, results.length);
  if (values.fails) for (const { one, read } of results) printFails(one, read);
}

function redirectedRightly({
  one,
  read,
}: {
  readonly one: Case;
  readonly read: ComplaintReading;
}): boolean {
  const wanted = one.expect.redirect ?? [];
  return (read.redirect ?? []).some((office) =>
    wanted.some((name) => office.includes(name) || name.includes(office)),
  );
}

function printFails(one: Case, read: ComplaintReading): void {
  const wrong = FIELDS.filter((field) => one.expect[field] !== read[field]);
  if (wrong.length === 0) return;
  const details = wrong.map(
    (field) => `  ${field}: ${String(read[field])}, wanted ${String(one.expect[field])}`,
  );
  console.log([`\n${one.id} ${one.text}`, ...details].join('\n'));
}
