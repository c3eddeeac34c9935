import { beijingDate } from '../clock.ts';
import { fieldsOf, fill, plainDate } from '../text.ts';
import { type Command, type OutcomeInput } from './command.ts';
import { type TicketDeps } from './deps.ts';
import { missingParts } from './parts.ts';
import { type Outcome, type Ticket } from './ticket.ts';
import { type CommandInput, type OutcomeCheck } from './tickets.ts';

/** A command as the state machine takes it: an outcome holds clauses, not their ids. */
export function commandOf(deps: TicketDeps, ticket: Ticket, input: CommandInput): Command {
  if (input.action !== 'draft-outcome') return input;
  return { action: 'draft-outcome', outcome: outcomeOf(deps, ticket, input.outcome) };
}

// Clauses are quoted by the office from the policy in force on the decision date: nobody types them.
function outcomeOf(
  { clauses, clock, words }: TicketDeps,
  ticket: Ticket,
  input: OutcomeInput,
): Outcome {
  const decidedOn = input.decidedOn ?? beijingDate(clock.now());
  const quoted = (input.clauseIds ?? []).map((id) => clauses.quote(id, decidedOn));
  const inForce = quoted.includes(null) ? [] : quoted.filter((clause) => clause !== null);
  const { found, class: outcomeClass, reasons, nextSteps, contact, plain, review } = input;
  const written = { found, class: outcomeClass, reasons, nextSteps, contact, plain };
  const outcome: Outcome = {
    ...BLANK,
    ...Object.fromEntries(Object.entries(written).filter(([, value]) => value !== undefined)),
    asked: input.asked ?? ticket.text ?? '',
    clauses: inForce,
    review: reviewOf(review),
    decidedOn,
  };
  return outcome.plain === '' ? { ...outcome, plain: plainOf(outcome, words.plain) } : outcome;
}

const reviewOf = (review: OutcomeInput['review']): Outcome['review'] =>
  review
    ? { route: review.route ?? '', body: review.body ?? '', lastDay: review.lastDay ?? '' }
    : null;

const BLANK = {
  found: '',
  class: null,
  reasons: '',
  nextSteps: '',
  contact: '',
  plain: '',
} as const satisfies Partial<Outcome>;

// While it is being written, what is missing is left out rather than shown as a hole.
function plainOf(outcome: Outcome, template: string): string {
  const values: Record<string, string> = {
    asked: outcome.asked,
    found: outcome.found,
    class: outcome.class ?? '',
    reasons: outcome.reasons,
    clauses: outcome.clauses.map(({ title, article }) => `《${title}》${article}`).join('、'),
    nextSteps: outcome.nextSteps,
    lastDay: plainDate(outcome.review?.lastDay ?? ''),
    body: outcome.review?.body ?? '',
    route: outcome.review?.route ?? '',
    contact: outcome.contact,
  };
  return template
    .split('\n')
    .filter((line) => fieldsOf(line).every((name) => values[name] !== ''))
    .map((line) => fill(line, values))
    .join('\n');
}

// Words that nobody outside an office uses, and sentences that nobody can follow by ear.
const LONGEST_SENTENCE = 60;

/** What the outcome still lacks and how its plain wording reads, before anything is saved. */
export function checkedOutcome(
  deps: TicketDeps,
  ticket: Ticket,
  input: OutcomeInput,
): OutcomeCheck {
  const outcome = outcomeOf(deps, ticket, input);
  const clockwork = deps.clockwork();
  const { review, decidedOn, plain, clauses } = outcome;
  const quotable = clauses.map(({ clauseId }) => clauseId);
  return {
    missing: missingParts(outcome, (route, on) => clockwork.reviewLastDay(route, on)),
    plain,
    earliestLastDay: review ? clockwork.reviewLastDay(review.route, decidedOn) : null,
    notInForce: (input.clauseIds ?? []).filter(
      (id) => !quotable.includes(id) && deps.clauses.quote(id, decidedOn) === null,
    ),
    advice: adviceOn(deps, outcome),
  };
}

function adviceOn({ words }: TicketDeps, { plain, review }: Outcome): string[] {
  const { advice } = words;
  const long = plain.split(/[。！？；\n]/u).find((part) => part.length > LONGEST_SENTENCE);
  const jargon = advice.jargon.filter((word) => plain.includes(word));
  const found: (string | null)[] = [
    long === undefined ? null : fill(advice.long, { start: long.slice(0, 12) }),
    jargon.length === 0 ? null : fill(advice.plainer, { words: jargon.join('、') }),
    review && !plain.includes(plainDate(review.lastDay)) && !plain.includes(review.lastDay)
      ? advice.lastDay
      : null,
    review && !plain.includes(review.body) ? advice.body : null,
  ];
  return found.filter((line) => line !== null);
}
