/** How a reply in a self-check is understood. */
import {
  type FactKey,
  type HeardReply,
  type SelfCheck,
  type SelfCheckFacts,
} from '../../knowledge/index.ts';
import { type Turn } from '../turn.ts';
import {
  type EligibilityState,
  type HalfHeard,
  type Stage,
  toldKeys,
  withFacts,
  withoutFact,
} from './eligibility-state.ts';
import {
  type EligibilityDeps,
  type Step,
  ask,
  begin,
  goOn,
  promptOf,
  sayFacts,
} from './eligibility-steps.ts';

/** Amounts are read back before they count: misheard money misleads most. */
const READ_BACK: readonly FactKey[] = ['income', 'ownIncome', 'spending'];

/** Facts that people tell in one breath with another: 四口人，一年八千. */
const TOLD_TOGETHER: Partial<Record<FactKey, readonly FactKey[]>> = {
  household: ['income'],
  income: ['household'],
};

/** A sentence in the middle of a self-check; null when it answers nothing that was asked. */
export function hear(turn: Turn, state: EligibilityState, deps: EligibilityDeps): Step | null {
  const { words } = deps;
  const changed = state.stage.at === 'offer' ? null : change(turn, state, deps);
  if (changed !== null) return changed;
  switch (state.stage.at) {
    case 'offer':
      return hearOffer(turn, state, deps);
    case 'choose': {
      const check = chosen(turn, deps);
      if (check === null) return hearBesides(turn, state, deps);
      return begin({ ...state, check }, deps, true);
    }
    case 'confirm-heard':
      return hearAboutHeard(turn, state, deps);
    case 'ask':
      if (words.asks(turn.text)) return null;
      return hearAnswer(turn, state, state.stage, deps) ?? hearBesides(turn, state, deps);
    case 'confirm':
      return hearConfirmation(turn, state, state.stage, deps);
    case 'done':
      return hearAfterResult(turn, state, deps);
  }
}

/** Once there is a result: another check, or the place that was missing from it. */
function hearAfterResult(turn: Turn, state: EligibilityState, deps: EligibilityDeps): Step | null {
  const { words } = deps;
  const check = words.starts(turn.text) ? words.named(turn.text) : null;
  if (check !== null) return goOn({ ...state, check, asked: [] }, [], deps);
  const district = placeAlone(turn, deps);
  if (district === null || district === state.district) return null;
  return goOn({ ...state, district }, [words.say('noted', { told: district })], deps);
}

/** Longer than the name of any place with a word before it. */
const PLACE_ALONE = 12;

function hearOffer(turn: Turn, state: EligibilityState, deps: EligibilityDeps): Step | null {
  const { words, knowledge } = deps;
  const place = placeAlone(turn, deps);
  if (place !== null) return begin({ ...state, district: place }, deps);
  // 俺没有收入 is no refusal: whoever goes on to tell of the household wants it worked out.
  const told = knowledge().readFacts(turn.text, { today: turn.today });
  if (!words.asks(turn.text) && (toldKeys(told).length > 0 || words.tells(turn.text)))
    return begin(withFacts(state, told), deps, true);
  const yes = yesNo(turn, deps);
  if (words.agrees(turn.text) || yes === 'yes') return begin(state, deps);
  if (words.refuses(turn.text) || yes === 'no') {
    return { replies: [words.say('refused')], state: null };
  }
  return null;
}

/** Who answers the offer with where they live goes on with it; who names a programme as well asks something. */
function placeAlone({ text }: Turn, { words, knowledge }: EligibilityDeps): string | null {
  const short = text.length <= PLACE_ALONE && !words.asks(text) && words.named(text) === null;
  return short ? knowledge().findPlace(text).district : null;
}

/** Asked one thing, people tell another of themselves, or where they live: kept, and asked again. */
function hearBesides(turn: Turn, state: EligibilityState, deps: EligibilityDeps): Step | null {
  const { words, knowledge } = deps;
  const told = knowledge().readFacts(turn.text, { today: turn.today });
  const facts = toldKeys(told).length > 0 ? told : areaAlone(turn, deps);
  if (!words.asks(turn.text) && toldKeys(facts).length > 0)
    return noted(withFacts(state, facts), sayFacts(facts, deps), deps);
  const district = placeAlone(turn, deps);
  return district === null
    ? hearLater(turn, state, deps)
    : noted({ ...state, district }, district, deps);
}

/** 是农村的 as the whole sentence; in a story 村里 says nothing of where the household belongs. */
function areaAlone(turn: Turn, deps: EligibilityDeps): SelfCheckFacts {
  const heard = turn.text.length <= PLACE_ALONE ? read(turn, 'area', null, deps) : null;
  return heard?.kind === 'facts' ? heard.facts : {};
}

/** 没有存款, asked for something else, is no answer to it: one thing denied is not all of them. */
function hearLater(turn: Turn, state: EligibilityState, deps: EligibilityDeps): Step | null {
  const { words } = deps;
  const { text } = turn;
  if (words.asks(text) || words.confirms(text)) return null;
  if (!words.owns(text) && !words.tells(text)) return null;
  return { replies: [words.say('later'), ...promptOf(state.stage, state.facts, deps)], state };
}

function noted(state: EligibilityState, told: string, deps: EligibilityDeps): Step {
  const replies = [deps.words.say('noted', { told }), ...promptOf(state.stage, state.facts, deps)];
  return { replies, state };
}

function hearAboutHeard(turn: Turn, state: EligibilityState, deps: EligibilityDeps): Step | null {
  const { words, knowledge } = deps;
  const told = knowledge().readFacts(turn.text, { today: turn.today });
  if (toldKeys(told).length > 0) {
    const next = withFacts(state, told);
    return { replies: promptOf(next.stage, next.facts, deps), state: next };
  }
  const later = hearLater(turn, state, deps);
  if (later !== null) return later;
  const yes = yesNo(turn, deps);
  if (yes === 'yes' || words.agrees(turn.text)) return goOn(state, [], deps);
  if (yes === 'no') return goOn({ ...state, facts: {} }, [words.say('again')], deps);
  return null;
}

function hearAnswer(
  turn: Turn,
  state: EligibilityState,
  stage: Extract<Stage, { readonly at: 'ask' }>,
  deps: EligibilityDeps,
): Step | null {
  const { key, half } = stage;
  const heard = read(turn, key, half, deps);
  switch (heard.kind) {
    case 'not-heard':
      return null;
    case 'not-known':
      return goOn(withFacts(state, { [key]: '不知道' }), [], deps);
    case 'more': {
      const { ask: what, heard: first } = heard;
      const next = { ...stage, half: { ask: what, heard: first } };
      return { replies: [deps.words.more(what)], state: { ...state, stage: next } };
    }
    case 'facts':
      return take(turn, state, { key, facts: heard.facts }, deps);
  }
}

/**
 * Keeps what was heard; amounts are read back first, and what came in the same breath is kept with them. 没有收入 needs no reading
 * back; 没有了 may speak of anything, and does.
 */
function take(
  turn: Turn,
  state: EligibilityState,
  heard: { readonly key: FactKey; readonly facts: SelfCheckFacts },
  deps: EligibilityDeps,
): Step {
  const { key } = heard;
  const facts = { ...alongWith(turn, state, key, deps), ...heard.facts };
  const plainly = deps.words.saysNone(turn.text);
  const amounts = READ_BACK.filter((one) => one in facts && (isTold(facts[one]) || !plainly));
  const [first] = amounts;
  if (first !== undefined) {
    const stage = { at: 'confirm', key, facts } as const;
    return { replies: promptOf(stage, facts, deps), state: { ...state, stage } };
  }
  const told = sayFacts(facts, deps);
  return goOn(withFacts(state, facts), [deps.words.say('noted', { told })], deps);
}

/** At least one amount was told. */
function isTold(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0;
}

function alongWith(
  turn: Turn,
  state: EligibilityState,
  key: FactKey,
  { knowledge }: EligibilityDeps,
): SelfCheckFacts {
  const together = TOLD_TOGETHER[key] ?? [];
  const told = knowledge().readFacts(turn.text, { today: turn.today });
  return Object.fromEntries(
    Object.entries(told).filter(
      ([name]) => together.includes(name as FactKey) && !(name in state.facts),
    ),
  );
}

function hearConfirmation(
  turn: Turn,
  state: EligibilityState,
  stage: Extract<Stage, { readonly at: 'confirm' }>,
  deps: EligibilityDeps,
): Step | null {
  const besides = deps.words.confirms(turn.text) ? null : toldAtReadBack(turn, state, stage, deps);
  if (besides !== null) return besides;
  const yes = yesNo(turn, deps);
  if (yes === 'yes') return goOn(withFacts(state, stage.facts), [], deps);
  const corrected = correction(turn, stage, deps);
  if (corrected !== null) return take(turn, state, { key: stage.key, facts: corrected }, deps);
  if (yes === 'no') return ask(state, stage.key, [deps.words.say('once-more')], deps);
  if (yes === 'unknown') return goOn(withFacts(state, { [stage.key]: '不知道' }), [], deps);
  return null;
}

/** 有一辆面包车, when an income is read back, is no yes to it: kept, and the amount is read back again. */
function toldAtReadBack(
  turn: Turn,
  state: EligibilityState,
  { facts }: Extract<Stage, { readonly at: 'confirm' }>,
  deps: EligibilityDeps,
): Step | null {
  const told = Object.entries(deps.knowledge().readFacts(turn.text, { today: turn.today }));
  const besides = Object.fromEntries(told.filter(([key]) => !(key in facts)));
  if (told.length > 0 && told.length === toldKeys(besides).length && !deps.words.asks(turn.text))
    return noted(withFacts(state, besides), sayFacts(besides, deps), deps);
  return hearLater(turn, state, deps);
}

/** 不对，是一千五 names the right amount, in the period that was read back. */
function correction(
  turn: Turn,
  { key, facts }: Extract<Stage, { readonly at: 'confirm' }>,
  deps: EligibilityDeps,
): SelfCheckFacts | null {
  const words = turn.text.replace(/^(?:不对|不是|错了|不)[，,。 ]*(?:应该)?是?/u, '');
  const heard = read({ ...turn, text: words }, key, null, deps);
  if (heard.kind === 'facts') return isTold(heard.facts[key]) ? heard.facts : null;
  if (heard.kind !== 'more' || heard.ask !== 'period') return null;
  const before = facts[key];
  const [sum] = Array.isArray(before) ? (before as readonly { readonly period: string }[]) : [];
  if (sum === undefined) return null;
  const again = read({ ...turn, text: `每${sum.period}` }, key, heard, deps);
  return again.kind === 'facts' ? again.facts : null;
}

function read(
  turn: Turn,
  key: FactKey,
  before: HalfHeard | null,
  { knowledge }: EligibilityDeps,
): HeardReply {
  return knowledge().readReply({ key, text: turn.text, before }, { today: turn.today });
}
/** 改收入: forgets the fact and asks for it again. */
function change(turn: Turn, state: EligibilityState, deps: EligibilityDeps): Step | null {
  const { words } = deps;
  const wish = words.changes(turn.text);
  if (wish === null) return null;
  const known = toldKeys(state.facts);
  if (known.length === 0) return { replies: [words.say('nothing-to-change')], state };
  const key = known.find((one) => nameMatches(one, wish, deps));
  if (key !== undefined) return ask(withoutFact(state, key), key, [], deps);
  const which = words.say('change-which');
  const suggestions = known.map((one) => changeWords(one, deps));
  return { replies: [{ ...which, suggestions }], state };
}

function changeWords(key: FactKey, { knowledge }: EligibilityDeps): string {
  return knowledge().words('self-check.change', {
    fact: knowledge().words(`self-check.fact.${key}`),
  });
}

/** 改收入 means 全家收入: two characters in a row of its name are enough. */
function nameMatches(key: FactKey, wish: string, { knowledge }: EligibilityDeps): boolean {
  if (wish === '') return false;
  const name = knowledge().words(`self-check.fact.${key}`);
  const pairs = Array.from(wish, (_, at) => wish.slice(at, at + 2)).filter(
    (two) => two.length === 2,
  );
  return pairs.some((two) => name.includes(two));
}

function chosen(turn: Turn, { words, knowledge }: EligibilityDeps): SelfCheck | null {
  const named = words.refusesOne(turn.text) ? null : words.named(turn.text);
  if (named !== null) return named;
  const number = /^\s*(?:第)?(?<digit>[1-8])(?:个|项)?\s*$/u.exec(turn.text)?.groups?.['digit'];
  return knowledge().selfCheckProgrammes()[Number(number) - 1]?.check ?? null;
}

function yesNo(turn: Turn, { knowledge }: EligibilityDeps): 'yes' | 'no' | 'unknown' | null {
  return knowledge().readYesNo(turn.text);
}
