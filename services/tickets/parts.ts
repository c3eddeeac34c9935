import { type Outcome, type Part } from './ticket.ts';

/** The earliest last day that a notice may name for a review route; null when the route is not a known one. */
export type ReviewDays = (route: string, decidedOn: string) => string | null;

const empty = (text: string | null | undefined): boolean => (text ?? '').trim() === '';

/** The parts that an outcome still lacks. 信访工作条例 第三十二条 lists what a reply must hold; 第三十五条 the review. */
export function missingParts(outcome: Outcome | null, reviewDays: ReviewDays): Part[] {
  if (!outcome) return [...ALL_PARTS];
  const lacks: Record<(typeof ALL_PARTS)[number], boolean> = {
    asked: empty(outcome.asked),
    found: empty(outcome.found),
    class: outcome.class === null,
    reasons: empty(outcome.reasons),
    clauses: !outcome.clauses.some(({ quote }) => !empty(quote)),
    'next-steps': empty(outcome.nextSteps),
    'review-route': empty(outcome.review?.route),
    'review-body': empty(outcome.review?.body),
    'review-last-day': !isLongEnough(outcome, reviewDays),
    contact: empty(outcome.contact),
    plain: empty(outcome.plain),
  };
  return ALL_PARTS.filter((part) => lacks[part]);
}

const ALL_PARTS = [
  'asked',
  'found',
  'class',
  'reasons',
  'clauses',
  'next-steps',
  'review-route',
  'review-body',
  'review-last-day',
  'contact',
  'plain',
] as const satisfies readonly Part[];

// A last day earlier than the statute gives would cost the person a right.
function isLongEnough({ review, decidedOn }: Outcome, reviewDays: ReviewDays): boolean {
  if (!review || !/^\d{4}-\d\d-\d\d$/.test(review.lastDay)) return false;
  const earliest = reviewDays(review.route, decidedOn);
  return review.lastDay >= (earliest ?? decidedOn);
}

export { empty as isEmpty };
