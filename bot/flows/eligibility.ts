import { SELF_CHECKS, type SelfCheck } from '../../knowledge/index.ts';
import { answerReply } from '../replies/reply.ts';
import { type Turn } from '../turn.ts';
import { hear } from './eligibility-hear.ts';
import { type EligibilityState, withoutFact } from './eligibility-state.ts';
import {
  type EligibilityDeps,
  type Step,
  ask,
  begin,
  promptOf,
  sayFacts,
} from './eligibility-steps.ts';
import { type EligibilityWords } from './eligibility-words.ts';
import { type Flow, type Opening } from './flow.ts';

/**
 * 资格自查: asks only what is missing, one question at a time, and ends with every condition, its article and arithmetic.
 * 初步判断 only; which facts are needed and what they mean is the policy room's business.
 */
export function eligibilityFlow(deps: EligibilityDeps): Flow<EligibilityState> {
  const { words } = deps;
  return {
    id: 'eligibility',
    version: 1,
    speaksForAnswer: true,
    opens: (turn, opening) =>
      opening.command === null &&
      (words.starts(turn.text) ||
        opening.answer.outcome === 'screen' ||
        offered(turn, opening, words)),
    start: (turn, opening) => Promise.resolve(start(turn, opening, deps)),
    hear: (turn, state) => Promise.resolve(hear(turn, state, deps)),
    prompt: ({ stage, facts }) => promptOf(stage, facts, deps),
    back: (_, state) => Promise.resolve(back(state, deps)),
    help: ({ stage }) => {
      const help = stage.at === 'ask' || stage.at === 'confirm' ? words.help(stage.key) : null;
      return help === null ? [] : [help];
    },
  };
}

/** A person tells of somebody and asks whether it is enough, and the answer was the conditions. */
function offered(turn: Turn, { answer }: Opening, words: EligibilityWords): boolean {
  const { outcome, aspect, programme } = answer;
  return (
    outcome === 'answered' && aspect === '条件' && isCheck(programme) && words.offers(turn.text)
  );
}

function isCheck(name: string | null): name is SelfCheck {
  return SELF_CHECKS.some((check) => check === name);
}

function start(turn: Turn, opening: Opening, deps: EligibilityDeps): Step {
  const { words, knowledge } = deps;
  const { answer, context } = opening;
  const named = words.named(turn.text);
  const about = [named, answer.programme, context.programme].find(
    (one): one is SelfCheck => one !== null && isCheck(one),
  );
  const state: EligibilityState = {
    check: about ?? null,
    facts: knowledge().readFacts(turn.text, { today: turn.today }),
    district: turn.district ?? context.district,
    asOf: context.asOf ?? turn.today,
    asked: [],
    stage: { at: 'offer' },
  };
  if (words.starts(turn.text)) return begin(state, deps, true);
  const told = sayFacts(state.facts, deps);
  const offer = told === '' ? words.say('offer') : words.say('offer-heard', { told });
  return { replies: [answerReply(answer), offer], state };
}

/** One step back: the fact asked for before this one is asked again. */
function back(state: EligibilityState, deps: EligibilityDeps): Step | null {
  const { stage, asked } = state;
  const open = stage.at === 'ask' || stage.at === 'confirm';
  const earlier = open && stage.at === 'ask' ? asked.slice(0, -1) : asked;
  const key = earlier.at(-1);
  if (key === undefined) return null;
  return ask({ ...withoutFact(state, key), asked: earlier }, key, [], deps);
}
