/** What is asked next, and the summary. */
import { type Reply } from '../replies/reply.ts';
import { type Turn } from '../turn.ts';
import { type ComplaintDeps } from './complaint-deps.ts';
import {
  type ComplaintState,
  type ComplaintStep,
  LEAST_STORY,
  withReading,
} from './complaint-state.ts';
import { type FlowStep } from './flow.ts';

export type Step = FlowStep<ComplaintState>;

/** Categories that are of no day. */
const UNDATED: ReadonlySet<string> = new Set(['政策不满意见', '咨询类误投']);
const SHOWN_STORY = 80;

/** The first thing that is missing, in the order in which people tell it. */
function missing(state: ComplaintState, deps: ComplaintDeps): ComplaintStep {
  const { details, identity, passed } = state;
  if (details === null || deps.words.substance(state.told).length < LEAST_STORY) return 'story';
  if (!state.insists && details.category === '咨询类误投') return 'consult';
  if (!state.insists && details.category === '不属于民政管辖') return 'elsewhere';
  if (details.district === null && !passed.includes('place')) return 'place';
  const undated = UNDATED.has(details.category);
  if (details.incidentDate === null && !undated && !passed.includes('when')) return 'when';
  if (identity === null) return 'identity';
  const contact = identity === 'anonymous' || state.phone !== null || passed.includes('contact');
  return contact ? 'confirm' : 'contact';
}

/** Goes on to what is missing; `before` is said first. */
export async function goOn(
  state: ComplaintState,
  turn: Turn,
  deps: ComplaintDeps,
  before: readonly Reply[] = [],
): Promise<Step> {
  const step = missing(state, deps);
  const past = state.step === step ? state.past : [...state.past, state.step];
  const next = { ...state, step, past, tries: 0, at: turn.at.toISOString() };
  return { replies: [...before, ...(await asked(next, turn, deps))], state: next };
}

/** Reads the whole story again and goes on. */
export function readOn(
  state: ComplaintState,
  turn: Turn,
  deps: ComplaintDeps,
  before: readonly Reply[] = [],
): Promise<Step> {
  const read = deps.knowledge().readComplaint(state.told, { today: turn.today });
  return goOn(withReading(state, read), turn, deps, before);
}

async function asked(
  state: ComplaintState,
  turn: Turn,
  deps: ComplaintDeps,
): Promise<readonly Reply[]> {
  if (state.step !== 'confirm') return promptOf(state, deps);
  return [summaryOf(state, deps, await duplicateOf(state, turn, deps))];
}

/** What the step asks, said again after an interruption. */
export function promptOf(state: ComplaintState, deps: ComplaintDeps): readonly Reply[] {
  const { words } = deps;
  switch (state.step) {
    case 'offer':
      return [];
    case 'confirm':
      return [summaryOf(state, deps, null)];
    case 'elsewhere':
      return [words.say('elsewhere', { offices: officesOf(state, deps) })];
    case 'identity':
      return [words.say('identity', { notice: words.notice })];
    default:
      return [words.say(state.step)];
  }
}

export function officesOf({ told }: ComplaintState, { knowledge }: ComplaintDeps): string {
  const { redirect } = knowledge().readComplaint(told, { today: '9999-12-31' });
  return (redirect ?? ['12345']).join('、');
}

function summaryOf(state: ComplaintState, { words }: ComplaintDeps, twin: string | null): Reply {
  const { line } = words;
  const lines = linesOf(state, words).map(([name, value], at) =>
    line[name].replace('{{n}}', String(at + 1)).replace('{{value}}', () => value),
  );
  const duplicate = twin === null ? '' : `\n\n${words.say('duplicate', { date: twin }).text.trim()}`;
  return words.say('summary', { lines: lines.join('\n'), duplicate });
}

type Line = readonly [name: 'text' | 'place' | 'when' | 'identity' | 'contact' | 'about', value: string];

function linesOf(state: ComplaintState, { line }: ComplaintDeps['words']): readonly Line[] {
  const { told, details, identity, name, phone } = state;
  const place = `${details?.district ?? ''}${details?.town ?? ''}`;
  const story = told.replaceAll('\n', ' ');
  const shown = story.length > SHOWN_STORY ? `${story.slice(0, SHOWN_STORY)}……` : story;
  const about = [details?.kind, details?.category, details?.programme].filter(Boolean).join('，');
  const contact = identity === 'anonymous' ? [phone] : [name, phone];
  const said = contact.filter((one) => one !== null).join('，');
  return [
    ['text', shown],
    ['place', place === '' ? line.unknown : place],
    ['when', details?.incidentDate ?? line.unknown],
    ['identity', line[identity ?? 'unknown']],
    ['contact', said === '' ? line.unknown : said],
    ['about', about],
  ];
}

/** From this likeness a matter is told to be a likely twin; below it the hint would only unsettle. */
const TWIN_FROM = 0.6;

/** The day of a likely twin, never its number: it may be somebody else's. */
async function duplicateOf(
  { told, details, phone }: ComplaintState,
  turn: Turn,
  { tickets }: ComplaintDeps,
): Promise<string | null> {
  const [twin] = await tickets.findLikelyDuplicates({
    text: told,
    district: details?.district ?? null,
    category: details?.category ?? null,
    contact: { phone },
  });
  if (twin === undefined || twin.likeness < TWIN_FROM) return null;
  const day = twin.filedAt.slice(0, 10);
  return day === turn.today ? '今天' : day;
}
