/** What is asked next, and the summary. */
import { maskPhone } from '../../services/privacy/mask.ts';
import { fill } from '../../services/text.ts';
import { maskPersonalData } from '../../services/privacy/personal-data.ts';
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
import { sayDate } from './sayings.ts';

export type Step = FlowStep<ComplaintState>;

/** Categories that are of no day. */
const UNDATED: ReadonlySet<string> = new Set(['政策不满意见', '咨询类误投']);
const SHOWN_STORY = 80;

type Asked = 'story' | 'consult' | 'elsewhere' | 'place' | 'when' | 'identity' | 'contact';

/** What may be missing, in the order in which people tell it. */
const MISSING: Readonly<
  Record<Asked, (state: ComplaintState, words: ComplaintDeps['words']) => boolean>
> = {
  story: ({ told, details }, words) =>
    details.category === null || words.substance(told).length < LEAST_STORY,
  consult: ({ insists, details }) => !insists && details.category === '咨询类误投',
  elsewhere: ({ insists, details }) => !insists && details.category === '不属于民政管辖',
  place: ({ details }) => details.district === null,
  when: ({ details }) => details.incidentDate === null && !UNDATED.has(details.category ?? ''),
  identity: ({ identity }) => identity === null,
  contact: ({ identity, phone }) => identity !== 'anonymous' && phone === null,
};

function missing(state: ComplaintState, { words }: ComplaintDeps): ComplaintStep {
  const first = (Object.keys(MISSING) as Asked[]).find(
    (step) => !state.passed.includes(step) && MISSING[step](state, words),
  );
  return first ?? 'confirm';
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

/** Who gave name and phone with the story has not read yet what happens to them. */
function noticeIn(state: ComplaintState, { words }: ComplaintDeps): string {
  const personal = state.phone !== null || state.name !== null;
  if (!personal || state.past.includes('identity')) return '';
  return `\n\n${words.say('notice', { notice: words.notice }).text}`;
}

function summaryOf(state: ComplaintState, deps: ComplaintDeps, twin: string | null): Reply {
  const { words } = deps;
  const { line } = words;
  const lines = linesOf(state, words).map(([name, value], at) =>
    line[name].replace('{{n}}', String(at + 1)).replace('{{value}}', () => value),
  );
  const duplicate =
    twin === null ? '' : `\n\n${words.say('duplicate', { date: twin }).text.trim()}`;
  const notice = noticeIn(state, deps);
  return words.say('summary', { lines: lines.join('\n'), duplicate, notice });
}

type Line = readonly [
  name: 'text' | 'place' | 'when' | 'identity' | 'contact' | 'files' | 'about',
  value: string,
];

function linesOf(state: ComplaintState, { line }: ComplaintDeps['words']): readonly Line[] {
  const { told, details, identity, name, phone, files } = state;
  const { kind, category, programme, district, town, incidentDate } = details;
  const orUnknown = (...parts: readonly (string | null)[]): string =>
    parts.filter((part) => part !== null && part !== '').join('，') || line.unknown;
  const story = maskPersonalData(told).replaceAll('\n', ' ');
  const number = phone !== null && /^\d{7,}$/u.test(phone) ? maskPhone(phone) : phone;
  return [
    ['text', story.length > SHOWN_STORY ? `${story.slice(0, SHOWN_STORY)}……` : story],
    ['place', orUnknown(`${district ?? ''}${town ?? ''}`)],
    ['when', orUnknown(sayDate(incidentDate))],
    ['identity', line[identity ?? 'unknown']],
    ['contact', orUnknown(identity === 'anonymous' ? null : name, number)],
    [
      'files',
      files.length === 0
        ? line['files-none']
        : fill(line['files-some'], { n: files.length, names: filesOf(files) }),
    ],
    ['about', orUnknown(kind, category, programme)],
  ];
}

const SHOWN_FILES = 3;

/** The first names; the others are counted. */
function filesOf(names: readonly string[]): string {
  const shown = names.slice(0, SHOWN_FILES).map(maskPersonalData).join('、');
  return `${shown}${names.length > SHOWN_FILES ? '……' : ''}`;
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
    district: details.district,
    category: details.category,
    contact: { phone },
  });
  if (twin === undefined || twin.likeness < TWIN_FROM) return null;
  const day = twin.filedAt.slice(0, 10);
  return day === turn.today ? '今天' : day;
}
