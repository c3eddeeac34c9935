import { AppError } from '../../services/errors.ts';
import { type Attachments } from '../../services/tickets/attachments.ts';
import { queryCodeIn, ticketNumberIn } from '../../services/tickets/number.ts';
import { type Progress, type Tickets } from '../../services/tickets/tickets.ts';
import { type Reply } from '../replies/reply.ts';
import { type Turn } from '../turn.ts';
import { BRINGS_A_PERSON } from './hand-over.ts';
import { type Flow, type FlowStep, type Opening } from './flow.ts';
import { sayDate } from './sayings.ts';
import { type ProgressWords } from './progress-words.ts';

export interface ProgressDeps {
  readonly tickets: Pick<Tickets, 'progress' | 'receipt' | 'rate' | 'reopen' | 'confirmRelabel'>;
  readonly attachments: Pick<Attachments, 'hand'>;
  readonly words: ProgressWords;
}

export interface ProgressState {
  readonly step: 'number' | 'code' | 'shown' | 'reopen';
  readonly number: string | null;
  /** Kept only once it has opened the ticket. */
  readonly code: string | null;
  readonly tries: number;
  /** What the person may do now. */
  readonly may: Progress['may'] | null;
  readonly question: boolean;
}

type Step = FlowStep<ProgressState>;

/** Wrong pairs of number and code before the look-up ends: a code must not be guessed. */
const MOST_TRIES = 3;
const SHOWN_EVENTS = 6;
const FRESH: ProgressState = {
  ...{ step: 'number', number: null, code: null, tries: 0, may: null, question: false },
};

/** 查进度: by number and query code, then receipt, rating and reopening. */
export function progressFlow(deps: ProgressDeps): Flow<ProgressState> {
  const { words } = deps;
  return {
    id: 'progress',
    version: 1,
    speaksForAnswer: true,
    opens: (turn, { answer, command }) =>
      command === null &&
      !BRINGS_A_PERSON.has(answer.outcome) &&
      (ticketNumberIn(turn.text) !== null ||
        words.asksOnly(turn.text) ||
        (answer.outcome === 'verify' && (answer.reason === 'ticket' || words.opens(turn.text)))),
    start: (turn, opening) => start(turn, opening, deps),
    hear: (turn, state) => hear(turn, state, deps),
    prompt: ({ step }) => promptOf(step, deps),
    back: (_, { step }) =>
      Promise.resolve(step === 'number' ? null : { replies: [words.say('number')], state: FRESH }),
    hearFiles: (turn, state) => hearFiles(turn, state, deps),
    takesFiles: ({ step }) => step === 'shown' || step === 'reopen',
    takesFreeText: ({ step }) => step === 'reopen',
  };
}

/** The answer that says why number and code are needed travels with the first reply, unspoken. */
async function start(turn: Turn, { answer }: Opening, deps: ProgressDeps): Promise<Step> {
  const found = ticketNumberIn(turn.text) === null ? null : await hearNumber(turn, FRESH, deps);
  if (found) return found;
  const ask = deps.words.say('number');
  return {
    replies: [answer.outcome === 'verify' ? { ...ask, answer } : ask],
    state: FRESH,
  };
}

/** Files go to the ticket whose code was given; before that they are kept for later. */
async function hearFiles(
  { attachments: papers }: Turn,
  state: ProgressState,
  { attachments, words }: ProgressDeps,
): Promise<Step | null> {
  const { number, code, step } = state;
  if (number === null || code === null || (step !== 'shown' && step !== 'reopen')) return null;
  try {
    for (const paper of papers) await attachments.hand(number, code, paper);
  } catch (thrown) {
    const [problem] = thrown instanceof AppError ? thrown.fields : [];
    if (problem === undefined) throw thrown;
    return { replies: [words.say('refused', { problem: problem.message })], state };
  }
  return { replies: [words.say('files-added', { n: papers.length, number })], state };
}

function promptOf(step: ProgressState['step'], { words }: ProgressDeps): readonly Reply[] {
  switch (step) {
    case 'shown':
      return [];
    case 'reopen':
      return [words.say('reopen-reason')];
    default:
      return [words.say(step)];
  }
}

async function hear(turn: Turn, state: ProgressState, deps: ProgressDeps): Promise<Step | null> {
  const { words } = deps;
  const { text } = turn;
  if (state.step === 'shown') return hearShown(turn, state, deps);
  if (state.step === 'reopen') return act(state, deps, 'reopened', reopening(text, deps));
  if (words.hears('lost', text)) return ended(words.say('lost'));
  if (words.hears('done', text)) return ended(words.say('done'));
  if (words.hears('other-number', text)) return { replies: [words.say('number')], state: FRESH };
  return state.step === 'number' ? hearNumber(turn, state, deps) : hearCode(turn, state, deps);
}

const ended = (...replies: readonly Reply[]): Step => ({ replies, state: null });

/** Number and code may come in one sentence. */
async function hearNumber(
  turn: Turn,
  state: ProgressState,
  deps: ProgressDeps,
): Promise<Step | null> {
  const { words } = deps;
  const number = ticketNumberIn(turn.text);
  if (number === null)
    return /\d{4}/u.test(turn.text) ? { replies: [words.say('number-wrong')], state } : null;
  const rest = turn.text.replace(/\d{8}[-\s]?\d{6,8}/u, ' ');
  const next: ProgressState = { ...state, number, step: 'code' };
  if (queryCodeIn(rest) !== null) return hearCode({ ...turn, text: rest }, next, deps);
  return { replies: [words.say('code')], state: next };
}

async function hearCode(
  turn: Turn,
  state: ProgressState,
  deps: ProgressDeps,
): Promise<Step | null> {
  const { words, tickets } = deps;
  const number = ticketNumberIn(turn.text);
  if (number !== null) return { replies: [words.say('code')], state: { ...state, number } };
  const code = queryCodeIn(turn.text);
  if (code === null && !/[0-9a-z]{4}/iu.test(turn.text)) return null;
  try {
    const found = await tickets.progress(state.number ?? '', code ?? turn.text);
    return shown(found, { ...state, code: code ?? turn.text, tries: 0 }, deps);
  } catch (thrown) {
    if (!(thrown instanceof AppError) || thrown.code !== 'not-found') throw thrown;
    const tries = state.tries + 1;
    if (tries >= MOST_TRIES) return ended(words.say('too-many'));
    return { replies: [words.say('not-found')], state: { ...state, tries } };
  }
}

function shown(found: Progress, state: ProgressState, { words }: ProgressDeps): Step {
  const { number, meaning, dueDate, timeline, notice, may, question } = found;
  const lines = timeline
    .slice(-SHOWN_EVENTS)
    .map(({ at, what }) => `${sayDate(at) ?? ''} ${what}`)
    .join('\n');
  const told =
    notice === undefined
      ? ''
      : `\n${words.say('notice', { class: notice.class, plain: notice.plain, ...notice.review }).text}`;
  const next = question
    ? words.say('question', { text: question.text })
    : may.receipt
      ? words.say('ask-receipt')
      : may.rate
        ? words.say('ask-rate')
        : null;
  const asks = [...(next ? [next] : []), ...(may.reopen ? [words.say('ask-reopen')] : [])];
  return {
    replies: withAllChoices([
      words.say('shown', {
        number,
        meaning,
        dueDate: sayDate(dueDate) ?? '',
        timeline: lines,
        notice: told,
      }),
      ...asks,
    ]),
    state: { ...state, step: 'shown', may, question: question !== undefined },
  };
}

/** Only the last message offers its buttons: it gets those of all. */
function withAllChoices(replies: readonly Reply[]): readonly Reply[] {
  const last = replies.at(-1);
  if (!last) return replies;
  const suggestions = replies.slice(1).flatMap((one) => one.suggestions ?? []);
  return [...replies.slice(0, -1), suggestions.length === 0 ? last : { ...last, suggestions }];
}

async function hearShown(
  { text }: Turn,
  state: ProgressState,
  deps: ProgressDeps,
): Promise<Step | null> {
  const { words, tickets } = deps;
  const { question, may } = state;
  const [number, code] = [state.number ?? '', state.code ?? ''];
  if (question && words.hears('disagree', text))
    return act(state, deps, 'relabelled', () => tickets.confirmRelabel(number, code, false));
  if (question && words.hears('agree', text))
    return act(state, deps, 'relabelled', () => tickets.confirmRelabel(number, code, true));
  if (may?.reopen === true && words.hears('reopen', text))
    return { replies: [words.say('reopen-reason')], state: { ...state, step: 'reopen' } };
  if (may?.receipt === true && words.hears('received', text))
    return act(state, deps, 'received', () => tickets.receipt(number, code));
  return hearRating(text, state, deps);
}

async function hearRating(
  text: string,
  state: ProgressState,
  deps: ProgressDeps,
): Promise<Step | null> {
  const { words, tickets } = deps;
  const [treatment, outcome] = [...text.matchAll(/[1-5]/gu)].map(Number);
  if (state.may?.rate !== true || treatment === undefined || outcome === undefined)
    return words.hears('done', text) ? ended(words.say('done')) : null;
  const ratings = { treatment, outcome, comment: null };
  return act(state, deps, 'rated', ({ number, code }) =>
    tickets.rate(number ?? '', code ?? '', ratings),
  );
}

const reopening =
  (reason: string, { tickets }: ProgressDeps) =>
  ({ number, code }: ProgressState): Promise<Progress> =>
    tickets.reopen(number ?? '', code ?? '', reason);

/** What the person asked for is done, or it is said why it cannot be; then what may be done next. */
async function act(
  state: ProgressState,
  deps: ProgressDeps,
  done: 'received' | 'rated' | 'reopened' | 'relabelled',
  work: (state: ProgressState) => Promise<Progress>,
): Promise<Step> {
  const { words } = deps;
  try {
    const { dueDate, may, question } = await work(state);
    const next: ProgressState = { ...state, step: 'shown', may, question: question !== undefined };
    const rest = done !== 'rated' && may.rate ? [words.say('ask-rate')] : [];
    const said = words.say(done, { dueDate: sayDate(dueDate) ?? '' });
    return { replies: [said, ...rest], state: next };
  } catch (thrown) {
    const [problem] = thrown instanceof AppError ? thrown.fields : [];
    if (problem === undefined) throw thrown;
    return { replies: [words.say('refused', { problem: problem.message })], state };
  }
}
