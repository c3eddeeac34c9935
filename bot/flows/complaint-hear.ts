/** What an answer to each step means. Null: no answer to what was asked. */
import { maskPersonalData } from '../../services/privacy/personal-data.ts';
import { AppError } from '../../services/errors.ts';
import { type Turn } from '../turn.ts';
import { type ComplaintDeps } from './complaint-deps.ts';
import {
  type ComplaintState,
  type ComplaintStep,
  type Identity,
  LEAST_STORY,
  plainName,
  withTold,
} from './complaint-state.ts';
import { goOn, officesOf, promptOf, readOn, type Step } from './complaint-steps.ts';
import { type Changeable } from './complaint-words.ts';
import { fileComplaint } from './complaint-file.ts';

type Hear = (
  turn: Turn,
  state: ComplaintState,
  deps: ComplaintDeps,
) => Promise<Step | null> | Step | null;

/** After so many tries that were not understood a step is passed over: nobody is kept from complaining by a form. */
const MOST_TRIES = 2;

const ended = (...replies: Step['replies']): Step => ({ replies, state: null });
const stay = (state: ComplaintState, ...replies: Step['replies']): Step => ({ replies, state });
const passOver = (state: ComplaintState, step: ComplaintStep): ComplaintState => ({
  ...state,
  passed: [...state.passed, step],
});

/** Longer than any way of saying that one does not know (characters). */
const SKIP_ALONE = 8;

/** 记不清了，大概开春那阵: what is said besides is for the story. */
const withRest = (state: ComplaintState, { text }: Turn): ComplaintState =>
  Array.from(text).length > SKIP_ALONE ? withTold(state, text) : state;

/** 名字不知道, asked for the time, passes nothing over. */
const skips = ({ text }: Turn, { words }: ComplaintDeps): boolean =>
  words.hears('skip', text) && !words.hears('skip-other', text);

const hearOffer: Hear = (turn, state, deps) =>
  deps.words.hears('agree', turn.text) || deps.words.hears('complains', turn.text)
    ? readOn({ ...state, insists: true }, turn, deps)
    : null;

const hearStory: Hear = (turn, state, deps) => {
  const { words } = deps;
  const next = withTold(state, turn.text);
  if (words.substance(next.told).length < LEAST_STORY)
    return stay({ ...next, tries: state.tries + 1 }, words.say('more'));
  const read = deps.knowledge().readComplaint(next.told, { today: turn.today });
  const urgent = read.urgency === '紧急' ? words.say('urgent').text : '';
  return readOn(next, turn, deps, [words.say('heard', { urgent })]);
};

/** Whoever goes on to tell where, when or who they are wants it taken down. */
function tellsMore(turn: Turn, state: ComplaintState, deps: ComplaintDeps): boolean {
  return (
    !deps.words.hears('asks', turn.text) &&
    (withPlace(turn, state, deps) !== null ||
      withDate(turn, state, deps) !== null ||
      withContact(turn, state, deps).phone !== state.phone)
  );
}

/** Whoever was told that it is no complaint of ours insists in so many words, or by telling more. */
const hearInsisting: Hear = (turn, state, deps) => {
  const { words } = deps;
  const insisting = { ...state, insists: true };
  if (words.hears('agree', turn.text) || words.hears('complains', turn.text))
    return goOn(insisting, turn, deps);
  return tellsMore(turn, state, deps) ? readOn(withTold(insisting, turn.text), turn, deps) : null;
};

const hearConsult: Hear = (turn, state, deps) => {
  const { words } = deps;
  if (words.hears('asks-only', turn.text)) return ended(words.say('consult-done'));
  return hearInsisting(turn, state, deps);
};

const hearElsewhere: Hear = (turn, state, deps) => {
  const { words } = deps;
  if (words.hears('refuse', turn.text))
    return ended(words.say('elsewhere-done', { offices: officesOf(state, deps) }));
  return hearInsisting(turn, state, deps);
};

const hearPlace: Hear = (turn, state, deps) => {
  const placed = withPlace(turn, state, deps);
  if (placed) return goOn(placed, turn, deps);
  if (skips(turn, deps)) return goOn(passOver(withRest(state, turn), 'place'), turn, deps);
  return toldUnasked(turn, state, deps) ?? unclear(turn, state, deps, 'place-which');
};

const hearWhen: Hear = (turn, state, deps) => {
  const dated = withDate(turn, state, deps);
  if (dated) return goOn(dated, turn, deps);
  if (skips(turn, deps)) return goOn(passOver(withRest(state, turn), 'when'), turn, deps);
  return toldUnasked(turn, state, deps) ?? unclear(turn, state, deps, 'when-which');
};

const hearIdentity: Hear = (turn, state, deps) => {
  const { words } = deps;
  const known = withContact(turn, withIdentity(turn, state, deps) ?? state, deps);
  const isTold = known.phone !== null || known.name !== null;
  // 交上吧 without a name: nothing is known of the person, and the summary says so before it is filed.
  if (known.identity === null && !isTold)
    return words.hears('submit', turn.text)
      ? goOn({ ...known, identity: 'anonymous' }, turn, deps)
      : toldUnasked(turn, state, deps);
  const named = { ...known, identity: known.identity ?? 'named' };
  const noPhone = named.name !== null && named.phone === null && words.hears('skip', turn.text);
  return goOn(noPhone ? passOver(named, 'contact') : named, turn, deps);
};

const hearContact: Hear = (turn, state, deps) => {
  const { words } = deps;
  const changed = withIdentity(turn, state, deps);
  if (changed?.identity === 'anonymous') return goOn(changed, turn, deps);
  const known = withContact(turn, state, deps);
  if (known.phone !== null) return goOn(known, turn, deps);
  if (words.hears('skip', turn.text) || words.hears('refuse', turn.text))
    return goOn(passOver(known, 'contact'), turn, deps, [words.say('contact-skipped')]);
  return /\d{5,}|^[\p{Script=Han}]{1,6}$/u.test(turn.text)
    ? unclear(turn, known, deps, 'contact-which')
    : null;
};

/** Asked for the place, somebody says 别让他知道是我: kept, and the place is asked for again. */
function toldUnasked(
  turn: Turn,
  state: ComplaintState,
  deps: ComplaintDeps,
): Step | Promise<Step> | null {
  const told = correctedBy(turn, state, deps, null);
  return told && goOn(told, turn, deps, [deps.words.say('noted')]);
}

/** Asked for the place, somebody goes on telling: longer than a misheard name of a town (characters). */
const SHORTEST_TELLING = 5;

/** What is told instead, or not understood for the second time, goes into the story; then the step is passed over. */
function unclear(
  turn: Turn,
  state: ComplaintState,
  deps: ComplaintDeps,
  saying: 'place-which' | 'when-which' | 'contact-which',
): Step | Promise<Step> | null {
  const { words } = deps;
  if (turn.text.length > 40 || words.hears('asks', turn.text)) return null;
  if (onlyComplains(turn, deps))
    return stay(state, words.say('under-way'), ...promptOf(state, deps));
  const tries = state.tries + 1;
  const told = saying !== 'contact-which' && Array.from(turn.text).length >= SHORTEST_TELLING;
  if (tries < MOST_TRIES && told) {
    const next = withTold({ ...state, tries }, turn.text);
    return stay(next, words.say('noted'), ...promptOf(next, deps));
  }
  if (tries < MOST_TRIES) return stay({ ...state, tries }, words.say(saying));
  const kept = saying === 'contact-which' ? state : withTold(state, turn.text);
  return goOn(passOver(kept, state.step), turn, deps);
}

/** 我要投诉, said once more while it is being taken down. */
const onlyComplains = ({ text }: Turn, { words }: ComplaintDeps): boolean =>
  words.hears('complains', text) && words.substance(text).length < LEAST_STORY;

/** While anything that is told belongs to the matter: 他说不送就不给报, where a name was asked for. */
const KEEPS_TELLING: ReadonlySet<ComplaintStep> = new Set(['identity', 'contact', 'confirm']);

/** What answers nothing and asks nothing goes into the story; the step is asked again. */
export function hearRest(
  turn: Turn,
  state: ComplaintState,
  deps: ComplaintDeps,
): Step | Promise<Step> | null {
  const { words } = deps;
  if (!KEEPS_TELLING.has(state.step) || words.hears('asks', turn.text)) return null;
  if (onlyComplains(turn, deps))
    return stay(state, words.say('under-way'), ...promptOf(state, deps));
  if (Array.from(turn.text).length < SHORTEST_TELLING) return null;
  return goOn(withTold(state, turn.text), turn, deps, [words.say('noted')]);
}

const hearConfirm: Hear = async (turn, state, deps) => {
  const { words } = deps;
  const { text } = turn;
  if (state.files.length > 0 && words.hears('drop-files', text))
    return dropFiles(turn, state, deps);
  if (words.hears('add-files', text)) return stay(state, words.say('files-add'));
  const slot = words.slot(text);
  if (slot === null && words.hears('agree', text)) return file(turn, state, deps);
  if (words.hears('add', text)) return stay({ ...state, step: 'add' }, words.say('add'));
  // 别让他知道 asks for no less than what was chosen already.
  if (state.identity === 'anonymous' && slot === null && words.hears('confidential', text))
    return stay(state, words.say('stays-anonymous'), ...promptOf(state, deps));
  const corrected = correctedBy(turn, state, deps, slot);
  if (corrected) return goOn(corrected, turn, deps);
  if (slot !== null) return askAgain(slot, turn, state, deps);
  if (words.hears('change', text) || words.hears('refuse', text))
    return stay({ ...state, step: 'change' }, words.say('change'));
  return null;
};

async function dropFiles(turn: Turn, state: ComplaintState, deps: ComplaintDeps): Promise<Step> {
  await deps.files.drop(turn.conversationId);
  return goOn({ ...state, files: [] }, turn, deps, [deps.words.say('files-dropped')]);
}

const hearChange: Hear = (turn, state, deps) => {
  const back: ComplaintState = { ...state, step: 'confirm' };
  const slot = deps.words.slot(turn.text);
  if (slot !== null) return askAgain(slot, turn, back, deps);
  return hearConfirm(turn, back, deps);
};

const hearAdd: Hear = (turn, state, deps) =>
  deps.words.hears('refuse', turn.text)
    ? goOn({ ...state, step: 'confirm' }, turn, deps, [deps.words.say('kept')])
    : readOn(withTold({ ...state, step: 'confirm' }, turn.text), turn, deps);

const hearLeaving: Hear = async (turn, state, deps) => {
  const { words, files } = deps;
  if (words.hears('leave', turn.text) || words.hears('refuse', turn.text)) {
    await files.drop(turn.conversationId);
    return ended(words.say('left'));
  }
  if (!words.hears('agree', turn.text) && !words.hears('complains', turn.text)) return null;
  return file(turn, { ...state, identity: state.identity ?? 'anonymous' }, deps);
};

/** A place, a day, a phone or a wish to stay unnamed, said without being asked. */
function correctedBy(
  turn: Turn,
  state: ComplaintState,
  deps: ComplaintDeps,
  slot: Changeable | null,
): ComplaintState | null {
  const place = slot === null || slot === 'place' ? withPlace(turn, state, deps) : null;
  if (place) return place;
  const identity = slot === null || slot === 'identity' ? withIdentity(turn, state, deps) : null;
  if (identity && identity.identity !== state.identity) return identity;
  const contact = withContact(turn, state, deps);
  const isNamed = state.identity !== 'anonymous' && deps.words.hears('own-name', turn.text);
  if (contact.phone !== state.phone || (isNamed && contact.name !== state.name)) return contact;
  return slot === null || slot === 'when' ? withDate(turn, state, deps) : null;
}

/** The step again, with what was said before taken back. */
function askAgain(slot: Changeable, turn: Turn, state: ComplaintState, deps: ComplaintDeps): Step {
  const next = { ...without(slot, state), step: slot, past: [...state.past, state.step], tries: 0 };
  return stay({ ...next, at: turn.at.toISOString() }, ...promptOf(next, deps));
}

/** The state with one answer taken back. */
export function without(step: ComplaintStep, state: ComplaintState): ComplaintState {
  const passed = state.passed.filter((one) => one !== step);
  const { details } = state;
  switch (step) {
    case 'story':
      return { ...state, passed, told: '' };
    case 'place':
      return { ...state, passed, details: { ...details, district: null, town: null } };
    case 'when':
      return { ...state, passed, details: { ...details, incidentDate: null } };
    case 'identity':
      return { ...state, passed, identity: null };
    case 'contact':
      return { ...state, passed, name: null, phone: null };
    default:
      return { ...state, passed };
  }
}

function withPlace(
  turn: Turn,
  state: ComplaintState,
  { knowledge }: ComplaintDeps,
): ComplaintState | null {
  const { district, town } = knowledge().findPlace(turn.text);
  if (district === null && town === null) return null;
  return { ...state, details: { ...state.details, district, town } };
}

function withDate(
  turn: Turn,
  state: ComplaintState,
  { knowledge }: ComplaintDeps,
): ComplaintState | null {
  const incidentDate = knowledge().readIncidentDate(turn.text, { today: turn.today });
  if (incidentDate === null) return null;
  return { ...state, details: { ...state.details, incidentDate } };
}

function withIdentity(
  { text }: Turn,
  state: ComplaintState,
  { words }: ComplaintDeps,
): ComplaintState | null {
  const identity = (['anonymous', 'confidential', 'named'] as const).find((one: Identity) =>
    words.hears(one, text),
  );
  return identity === undefined ? null : { ...state, identity };
}

const NAME = /^[\p{Script=Han}·]{2,8}$/u;

function withContact(
  turn: Turn,
  state: ComplaintState,
  { knowledge }: ComplaintDeps,
): ComplaintState {
  const { phone, name } = knowledge().readComplaint(turn.text, { today: turn.today });
  const rest =
    phone === null ? '' : plainName(turn.text.replace(phone, '').replace(/[\s\p{P}\d]/gu, ''));
  const said = name === null ? (NAME.test(rest) ? rest : null) : plainName(name);
  return { ...state, phone: phone ?? state.phone, name: said ?? state.name };
}

async function file(turn: Turn, state: ComplaintState, deps: ComplaintDeps): Promise<Step> {
  try {
    return ended(await fileComplaint(turn, state, deps));
  } catch (thrown) {
    const [problem] = thrown instanceof AppError ? thrown.fields : [];
    if (problem === undefined) throw thrown;
    const say = deps.words.say('file-problem', { problem: maskPersonalData(problem.message) });
    const open = {
      ...without('contact', state),
      step: 'contact' as const,
      identity: state.identity,
    };
    return stay(open, say, ...promptOf(open, deps));
  }
}

export const HEAR: Readonly<Record<ComplaintStep, Hear>> = {
  offer: hearOffer,
  story: hearStory,
  consult: hearConsult,
  elsewhere: hearElsewhere,
  place: hearPlace,
  when: hearWhen,
  identity: hearIdentity,
  contact: hearContact,
  confirm: hearConfirm,
  change: hearChange,
  add: hearAdd,
  leaving: hearLeaving,
};
