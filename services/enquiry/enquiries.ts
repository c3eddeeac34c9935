import { randomUUID } from 'node:crypto';
import { type AskResult, type Knowledge, EMPTY_CONTEXT } from '../../knowledge/index.ts';
import { type Clock, beijingDate } from '../clock.ts';
import { AppError } from '../errors.ts';
import { type Log } from '../log/log.ts';
import { findPersonalData, maskPersonalData } from '../privacy/personal-data.ts';
import { maskQueryCodes } from '../tickets/number.ts';
import {
  type Considered,
  type Enquiries,
  type EnquiryRequest,
  type EnquiryStore,
  LONGEST_QUESTION,
} from './enquiry.ts';
import { recentAnswers } from './recent-answers.ts';
import { rested, type Resting } from './resting.ts';

export interface EnquiryDeps {
  /** Asked each time: publishing swaps the knowledge while the service runs. */
  readonly knowledge: () => Knowledge;
  readonly store: EnquiryStore;
  readonly clock: Clock;
  readonly log: Log;
  /** What is said while automatic answers are turned off; null where they cannot be. */
  readonly resting: Resting | null;
  /** Counts answers by outcome and channel. */
  readonly counted: (outcome: string, channel: string) => void;
}

/** See `Enquiries`. */
export function createEnquiries(deps: EnquiryDeps): Enquiries {
  const answer = answering(deps);
  const consider = (given: EnquiryRequest): Considered => {
    admit(given.question);
    // A code is a key: it goes into no record, and what its letters spell (DB is 低保 as well) is no part of the question.
    const request = { ...given, question: maskQueryCodes(given.question) };
    const asked = answer(request);
    const found = deps.resting ? rested(asked, deps.resting) : asked;
    return considered(deps, request, found);
  };
  const told = (asked: Considered): void => {
    tell(deps, asked);
  };
  return {
    consider,
    told,
    ask: async (request) => {
      const asked = consider(request);
      await deps.store.insert(asked.record);
      told(asked);
      return { answer: asked.answer, context: asked.context };
    },
  };
}

function admit(question: string): void {
  const length = Array.from(question).length;
  if (question.trim() !== '' && length <= LONGEST_QUESTION) return;
  const message = length > LONGEST_QUESTION ? 'too long' : 'empty';
  throw new AppError(length > LONGEST_QUESTION ? 'question.too-long' : 'question.empty', message);
}

/** Asks the policy room, or remembers what it said to the same question on the same day and place. */
function answering({ knowledge, clock }: EnquiryDeps): (request: EnquiryRequest) => AskResult {
  const recent = recentAnswers(2000);
  // A sentence that begins a flow is heard twice, the second time inside the transaction.
  const followedUp = recentAnswers(300);
  return ({ question, district, asOf, context }) => {
    const policy = knowledge();
    const today = beijingDate(clock.now());
    const ask = (): AskResult =>
      policy.answer({
        ...{ question, today },
        district: district ?? null,
        asOf: asOf ?? null,
        context: context ?? EMPTY_CONTEXT,
      });
    const key = [policy.version, today, district ?? '', asOf ?? '', question];
    const alone = context == null || context === EMPTY_CONTEXT;
    return alone ? recent(key, ask) : followedUp([...key, JSON.stringify(context)], ask);
  };
}

function considered(
  { clock }: EnquiryDeps,
  { question, channel, conversationId = null }: EnquiryRequest,
  { answer: given, context, trace }: AskResult,
): Considered {
  const answer = { id: randomUUID(), ...given };
  const personalData = findPersonalData(question).length;
  const record = {
    ...{ channel, conversationId, answer },
    id: answer.id,
    at: clock.now().toISOString(),
    question: personalData > 0 ? maskPersonalData(question) : question,
  };
  return { answer, context, trace, record, personalData };
}

function tell({ log, counted }: EnquiryDeps, asked: Considered): void {
  const { answer, record, trace, personalData } = asked;
  const { outcome, programme, aspect, district, questionIds } = answer;
  const { channel, conversationId } = record;
  counted(outcome, channel);
  log.info('enquiry.answered', {
    ...{ outcome, programme, aspect, district, questionIds, channel, conversationId },
    enquiryId: answer.id,
    decision: trace.decision,
    steps: Object.fromEntries(trace.steps.map(({ name, ms }) => [name, ms])),
    ...(personalData > 0 ? { personalData } : {}),
  });
}
