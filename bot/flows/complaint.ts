import { type Turn } from '../turn.ts';
import { type ComplaintDeps } from './complaint-deps.ts';
import { HEAR, hearRest, without } from './complaint-hear.ts';
import {
  type ComplaintState,
  LEAST_STORY,
  newComplaint,
  withReading,
  withTold,
} from './complaint-state.ts';
import { goOn, promptOf, type Step } from './complaint-steps.ts';
import { type Flow, type Opening } from './flow.ts';

/** A matter that is told in this many characters, with danger in it, is offered to be taken down. */
const STORY_IN_DANGER = 25;
const COMPLAINS_FROM = 0.5;
/** After so long the person is told where we were. */
const LONG_PAUSE_MS = 30 * 60_000;

/**
 * 投诉举报: what is already said is not asked again; everything can be changed before it is handed in; it never ends in
 * silence: cancelled half-way, it is offered to hand in what is there.
 */
export function complaintFlow(deps: ComplaintDeps): Flow<ComplaintState> {
  const { words } = deps;
  return {
    id: 'complaint',
    version: 2,
    opens: (turn, { answer, command }) =>
      command === null &&
      (answer.outcome === 'collect' || (answer.outcome === 'urgent' && tellsInDanger(turn, deps))),
    start: (turn, opening) => start(turn, opening, deps),
    hear: async (turn, state) => {
      const late = turn.at.getTime() - Date.parse(state.at) > LONG_PAUSE_MS;
      const step = await HEAR[state.step](turn, state, deps);
      if (step === null || !late || step.state === null) return step;
      return { ...step, replies: [words.say('back-again'), ...step.replies] };
    },
    hearRest: async (turn, state) => hearRest(turn, state, deps),
    prompt: (state) => promptOf(state, deps),
    back: (turn, state) => back(turn, state, deps),
    help: ({ step }) => [{ text: helpOf(step, deps) }],
    hearFiles: (turn, state) => hearFiles(turn, state, deps),
    takesFiles: ({ step }) => step !== 'offer',
    takesFreeText: ({ step }) => step === 'story' || step === 'add',
    leaving: (turn, state) => leaving(turn, state, deps),
  };
}

async function hearFiles(turn: Turn, state: ComplaintState, deps: ComplaintDeps): Promise<Step> {
  await deps.files.keep(turn.conversationId, turn.attachments);
  const next = withFiles({ ...state, at: turn.at.toISOString() }, turn.attachments);
  const said = deps.words.say('files-came', { n: turn.attachments.length });
  return { replies: [said, ...promptOf(next, deps)], state: next };
}

function withFiles(
  state: ComplaintState,
  files: readonly { readonly name: string }[],
): ComplaintState {
  return { ...state, files: [...state.files, ...files.map(({ name }) => name)] };
}

function tellsInDanger({ text, today }: Turn, { knowledge }: ComplaintDeps): boolean {
  if (text.length < STORY_IN_DANGER) return false;
  const read = knowledge().readComplaint(text, { today });
  return read.complains >= COMPLAINS_FROM && read.inScope && !read.isConsultation;
}

async function start(turn: Turn, { answer }: Opening, deps: ComplaintDeps): Promise<Step> {
  const { words } = deps;
  // What came before the complaint was begun belongs to it.
  const before = await deps.files.list(turn.conversationId);
  const fresh = withFiles(newComplaint(turn.key, turn.at), before);
  if (words.substance(turn.text).length < LEAST_STORY)
    return { replies: [words.say('story')], state: fresh };
  const told = withTold(fresh, turn.text);
  const read = deps.knowledge().readComplaint(turn.text, { today: turn.today });
  const state = withReading(told, read);
  if (answer.outcome === 'urgent')
    return { replies: [words.say('offer')], state: { ...state, step: 'offer' } };
  const urgent = read.urgency === '紧急' ? words.say('urgent').text : '';
  const next = await goOn(state, turn, deps);
  const whole = next.state?.step === 'confirm';
  const first = words.say(whole ? 'heard-all' : 'heard', { urgent });
  return { ...next, replies: [first, ...next.replies] };
}

async function back(turn: Turn, state: ComplaintState, deps: ComplaintDeps): Promise<Step | null> {
  const past = [...state.past];
  const last = past.pop();
  if (last === undefined) return null;
  const at = turn.at.toISOString();
  const next: ComplaintState = { ...without(last, state), step: last, past, tries: 0, at };
  return Promise.resolve({ replies: promptOf(next, deps), state: next });
}

function helpOf(step: ComplaintState['step'], { words }: ComplaintDeps): string {
  switch (step) {
    case 'story':
    case 'place':
    case 'when':
    case 'identity':
    case 'contact':
    case 'confirm':
      return words.help[step];
    default:
      return words.help.other;
  }
}

/** Once: what was told is worth handing in. Where nothing is, nothing stays. */
async function leaving(
  { conversationId }: Turn,
  state: ComplaintState,
  { words, files }: ComplaintDeps,
): Promise<Step | null> {
  const worth =
    state.details.category !== null && state.step !== 'leaving' && state.step !== 'offer';
  if (worth) return { replies: [words.say('leaving')], state: { ...state, step: 'leaving' } };
  await files.drop(conversationId);
  return null;
}
