import {
  type Answer,
  type AskContext,
  type AskResult,
  type FactKey,
  type SelfCheck,
  type SelfCheckFacts,
} from '../../knowledge/index.ts';
import { type AnswerOnce } from './answer-once.ts';
import { type CallLine } from './call.ts';
import { complaintSoFar } from './complaint-so-far.ts';
import { type AskFor, type DeskWords } from './desk-words.ts';
import { type HeardForm, type ReadForm, type UnitHint, unitHint } from './form.ts';
import { checkOf } from './sheet.ts';

/** What the desk shows while a caller speaks. Nothing of it goes out by itself. */
export interface Suggestion {
  readonly at: string;
  /** The answer as the chat would give it, or null before anything was said. */
  readonly answer: Answer | null;
  /** Danger words: help numbers and a person before anything else. */
  readonly urgent: boolean;
  readonly candidates: readonly {
    readonly questionId: string;
    readonly title: string;
    readonly rank: number;
    readonly confidence: number;
    readonly matched: readonly string[];
  }[];
  /** Facts that are missing, in the order in which to ask for them. */
  readonly ask: readonly { readonly fact: AskFor; readonly say: string }[];
  readonly heard: HeardForm;
  readonly unit: UnitHint | null;
  /** The self-check that the call may be about. */
  readonly check: SelfCheck | null;
}

export interface AssistDeps {
  /** The policy now in force. */
  readonly answer: AnswerOnce;
  readonly readForm: ReadForm;
  /** The facts of a household that a text tells. */
  readonly readFacts: (text: string, today: string) => SelfCheckFacts;
  readonly words: DeskWords;
}

export interface AssistRequest {
  readonly lines: readonly CallLine[];
  readonly at: string;
  /** `YYYY-MM-DD`, Beijing. */
  readonly today: string;
}

/** What is said to be polite, or to say goodbye. */
const COURTESY = 'chitchat';
const CANDIDATES = 5;
/** Of a long call only the last pieces are the question; the whole call is the form. */
const PIECES_OF_A_QUESTION = 3;
const LONGEST_FORM_TEXT = 2000;
/** What the ask of a household still needs, in this order, and what tells it. */
const HOUSEHOLD: readonly (readonly [AskFor, readonly FactKey[]])[] = [
  ['household', ['household']],
  ['income', ['income', 'ownIncome']],
  ['health', ['disability', 'illness']],
];

/** The likely answer, what to ask next and the form so far, from what the caller has said. */
export function createAssist(deps: AssistDeps): (request: AssistRequest) => Suggestion {
  const complained = complaintSoFar(PIECES_OF_A_QUESTION);
  return ({ lines, at, today }) => {
    const said = lines.filter(({ speaker }) => speaker === 'caller').map(({ text }) => text);
    const read = deps.readForm(oneText(said), today);
    const { district } = read;
    const found = said.length === 0 ? null : bestAnswer(deps.answer, said, district, today);
    const complains = complained({
      all: stretchesOf(said),
      newestComplains: found?.complains ?? false,
      complains: (question) => isComplaint(deps.answer({ question, today, district })),
    });
    const heard = complains && !read.isConsultation ? read : { ...read, ...NO_COMPLAINT };
    const answer = found?.answer ?? null;
    return {
      at,
      answer,
      urgent: answer?.outcome === 'urgent' || heard.urgency === '紧急',
      candidates: found?.candidates ?? [],
      ask: asksOf(answer, heard, () => deps.readFacts(oneText(said), today), deps.words),
      heard,
      unit: unitHint(heard, deps.words),
      check: checkOf(answer),
    };
  };
}

/** A call that complains of nothing has no kind and no category. */
const NO_COMPLAINT = { kind: null, category: null, because: [], isConsultation: true } as const;

interface Found {
  readonly answer: Answer;
  /** The last sentence, or the last ones together, complain of something. */
  readonly complains: boolean;
  readonly candidates: Suggestion['candidates'];
}

/**
 * The last sentence by itself and together with the ones before it; as a follow-up of the one before only where
 * neither says anything: what was said a minute ago must not bend a question that is clear by itself.
 */
function bestAnswer(
  answer: AnswerOnce,
  said: readonly string[],
  district: string | null,
  today: string,
): Found {
  const answerTo = (question: string, context: AskContext | null): AskResult =>
    answer({ question, today, district, ...(context === null ? {} : { context }) });
  const [before, last = ''] = said.slice(-2).length === 2 ? said.slice(-2) : [null, said.at(-1)];
  const together = oneText(said.slice(-PIECES_OF_A_QUESTION));
  const tried = [answerTo(last, null), ...(together === last ? [] : [answerTo(together, null)])];
  if (before != null && tried.every(({ answer }) => answer.questionIds.length === 0))
    tried.push(answerTo(last, answerTo(before, null).context));
  const best = tried.reduce((a, b) => (rankOf(b.answer) > rankOf(a.answer) ? b : a));
  // 行，谢谢 asks nothing: what was asked before it still stands.
  if (before != null && best.answer.reason === COURTESY)
    return bestAnswer(answer, said.slice(0, -1), district, today);
  const candidates = best.trace.candidates
    .slice(0, CANDIDATES)
    .map(({ questionId, title, confidence, matched }, at) => ({
      ...{ questionId, title, confidence, matched },
      rank: at + 1,
    }));
  return { answer: best.answer, complains: tried.some(isComplaint), candidates };
}

const isComplaint = ({ answer }: AskResult): boolean => answer.outcome === 'collect';

/** Pieces as one text: what the form is read from is, in a short call, the very text that is asked. */
const oneText = (pieces: readonly string[]): string => pieces.join('。').slice(-LONGEST_FORM_TEXT);

/** For each piece what is asked with it: the ones before it and itself. */
const stretchesOf = (said: readonly string[]): readonly string[] =>
  said.map((_, at) => oneText(said.slice(Math.max(0, at + 1 - PIECES_OF_A_QUESTION), at + 1)));

/** Danger beats a complaint, a complaint beats whatever an entry says (also: another office), that beats a question back. */
function rankOf({ outcome, questionIds, confidence }: Answer): number {
  const level =
    outcome === 'urgent' ? 3 : outcome === 'collect' ? 2 : questionIds.length > 0 ? 1 : 0;
  return level + confidence;
}

/** `told` is read only where a household is asked about. */
function asksOf(
  answer: Answer | null,
  heard: HeardForm,
  told: () => SelfCheckFacts,
  { asks }: DeskWords,
): Suggestion['ask'] {
  const wanted: AskFor[] = heard.district === null ? ['district'] : [];
  if (answer?.outcome === 'screen') {
    const known = told();
    for (const [fact, keys] of HOUSEHOLD)
      if (keys.every((key) => known[key] === undefined)) wanted.push(fact);
  }
  if (answer?.outcome === 'collect') {
    if (heard.incidentDate === null) wanted.push('incidentDate');
    if (heard.unit === null) wanted.push('unit');
    wanted.push('wish');
    if (!heard.anonymous) wanted.push('contact');
  }
  return answer === null ? [] : wanted.map((fact) => ({ fact, say: asks[fact] }));
}
