/** The turns of a self-check that ask or tell: the first question, the next one, the result. */
import {
  type Assessment,
  type FactKey,
  type Knowledge,
  type SelfCheck,
  type SelfCheckFacts,
} from '../../knowledge/index.ts';
import { type Json } from '../../services/json.ts';
import { type Reply } from '../replies/reply.ts';
import { type EligibilityState, type Stage, toldKeys } from './eligibility-state.ts';
import { type EligibilityWords } from './eligibility-words.ts';
import { type FlowStep } from './flow.ts';

export interface EligibilityDeps {
  /** Asked each time: publishing swaps the knowledge while the service runs. */
  readonly knowledge: () => Knowledge;
  readonly words: EligibilityWords;
}

export type Step = FlowStep<EligibilityState>;

/** From the choice of a check to its first question; what was told already is read back first. */
export function begin(state: EligibilityState, deps: EligibilityDeps, readBack = false): Step {
  const { words, knowledge } = deps;
  if (state.check === null) {
    const stage = { at: 'choose' } as const;
    return { replies: promptOf(stage, state.facts, deps), state: { ...state, stage } };
  }
  const name = nameOf(state.check, knowledge());
  const said = words.say('begin', { name });
  if (readBack && toldKeys(state.facts).length > 0) {
    const stage = { at: 'confirm-heard' } as const;
    const replies = [said, ...promptOf(stage, state.facts, deps)];
    return { replies, state: { ...state, stage } };
  }
  return goOn(state, [said], deps);
}

/** The next question, or the result when nothing is left to ask. */
export function goOn(
  state: EligibilityState,
  before: readonly Reply[],
  deps: EligibilityDeps,
): Step {
  const { check, facts, district, asOf } = state;
  if (check === null) return begin(state, deps);
  const key = deps.knowledge().nextFact({ check, facts, district, asOf });
  if (key === null) return result(state, check, before, deps);
  return ask(state, key, before, deps);
}

export function ask(
  state: EligibilityState,
  key: FactKey,
  before: readonly Reply[],
  deps: EligibilityDeps,
): Step {
  const asked = [...state.asked.filter((one) => one !== key), key];
  return {
    replies: [...before, deps.words.question(key)],
    state: { ...state, asked, stage: { at: 'ask', key, half: null } },
  };
}

function result(
  state: EligibilityState,
  check: SelfCheck,
  before: readonly Reply[],
  deps: EligibilityDeps,
): Step {
  const { facts, district, asOf } = state;
  const assessment = deps.knowledge().assess({ check, facts, district, asOf });
  const { text, spoken, suggestions } = assessment.answer;
  const [changeable] = state.asked;
  const changes = changeable === undefined ? [] : [changeOffer(changeable, deps)];
  return {
    replies: [
      ...before,
      { text, spoken, suggestions, data: { screening: asJson(assessment) } },
      ...changes,
    ],
    state: { ...state, stage: { at: 'done' } },
  };
}

function changeOffer(key: FactKey, { words, knowledge }: EligibilityDeps): Reply {
  return words.say('done', { fact: knowledge().words(`self-check.fact.${key}`) });
}

/** What is waited for, in words; nothing where something was only offered. */
export function promptOf(
  stage: Stage,
  facts: SelfCheckFacts,
  deps: EligibilityDeps,
): readonly Reply[] {
  const { words, knowledge } = deps;
  switch (stage.at) {
    case 'offer':
    case 'done':
      return [];
    case 'choose': {
      const names = knowledge().selfCheckProgrammes();
      const suggestions = names.map((one) => one.check);
      return [{ ...words.say('choose'), suggestions }];
    }
    case 'confirm-heard':
      return [words.say('confirm-heard', { told: sayFacts(facts, deps) })];
    case 'ask':
      return [stage.half === null ? words.question(stage.key) : words.more(stage.half.ask)];
    case 'confirm':
      return [words.say('confirm', { told: sayFacts(stage.facts, deps) })];
  }
}

export function sayFacts(facts: SelfCheckFacts, { knowledge }: EligibilityDeps): string {
  const policy = knowledge();
  return toldKeys(facts)
    .map((key) => policy.sayFact(facts, key))
    .join(policy.words('self-check.fact-comma'));
}

function nameOf(check: SelfCheck, knowledge: Knowledge): string {
  return knowledge.words(`self-check.name.${check}`);
}

/** What the page shows as a table. */
function asJson({ check, standing, routes }: Assessment): Json {
  return {
    check,
    standing,
    routes: routes.map((route) => ({
      name: route.name,
      standing: route.standing,
      conditions: route.conditions.map(({ id, name, result: found, working, citation }) => ({
        ...{ id, name, result: found, working },
        article: citation === null ? null : `《${citation.title}》${citation.article}`,
        url: citation?.url ?? null,
      })),
    })),
  };
}
