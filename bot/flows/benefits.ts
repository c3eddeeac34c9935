import { join } from 'node:path';
import { z } from 'zod';
import { type Benefits } from '../../services/benefits/benefits.ts';
import { AppError } from '../../services/errors.ts';
import { maskPhone } from '../../services/privacy/mask.ts';
import { readYaml } from '../../services/text.ts';
import { type Turn } from '../turn.ts';
import { type Flow, type FlowStep } from './flow.ts';
import { type Say, hearer, sayer, sayingsOf } from './sayings.ts';

const SAYINGS = [
  ...(['phone', 'phone-wrong', 'code', 'code-wrong', 'too-many', 'shown', 'none'] as const),
  ...(['ask-why', 'done'] as const),
] as const;
const HEARD = ['done', 'other'] as const;

const schema = z.strictObject({
  'benefits-flow': z.strictObject({
    version: z.string(),
    say: sayingsOf(SAYINGS),
    hear: z.record(z.enum(HEARD), z.string()),
  }),
});

export interface BenefitFlowWords {
  readonly say: Say<(typeof SAYINGS)[number]>;
  readonly hears: (what: (typeof HEARD)[number], sentence: string) => boolean;
}

/** Reads `words/benefits-flow.yaml`; throws `unavailable` when it is malformed. */
export function readBenefitFlowWords(contentDir: string): BenefitFlowWords {
  const { say, hear } = readYaml(join(contentDir, 'words/benefits-flow.yaml'), schema)[
    'benefits-flow'
  ];
  const heard = new Map(HEARD.map((name) => [name, hearer([hear[name]])] as const));
  return { say: sayer(say), hears: (what, sentence) => heard.get(what)?.(sentence) ?? false };
}

export interface BenefitFlowDeps {
  readonly benefits: Pick<Benefits, 'askCode' | 'own' | 'sendsCodes'>;
  readonly words: BenefitFlowWords;
}

export interface BenefitFlowState {
  readonly step: 'phone' | 'code';
  readonly phone: string | null;
  readonly tries: number;
}

type Step = FlowStep<BenefitFlowState>;

const MOST_TRIES = 3;
const FRESH: BenefitFlowState = { step: 'phone', phone: null, tries: 0 };
const MOBILE = /(?<!\d)1[3-9]\d(?:[ -]?\d{4}){2}(?!\d)/u;
const CODE = /(?<!\d)\d{6}(?!\d)/u;

/** 查待遇: start, amount, pay day, stop and why, shown only to who holds the phone that is on file. */
export function benefitsFlow(deps: BenefitFlowDeps): Flow<BenefitFlowState> {
  const { words, benefits } = deps;
  return {
    id: 'benefits',
    version: 1,
    // Without a gateway no code can be sent; the answer says where to ask instead.
    opens: (_, { answer, command }) =>
      command === null && answer.outcome === 'verify' && benefits.sendsCodes,
    start: () => Promise.resolve({ replies: [words.say('phone')], state: FRESH }),
    hear: (turn, state) => hear(turn, state, deps),
    prompt: ({ step, phone }) => [
      step === 'phone' ? words.say('phone') : words.say('code', { phone: maskPhone(phone ?? '') }),
    ],
    back: (_, { step }) =>
      Promise.resolve(step === 'phone' ? null : { replies: [words.say('phone')], state: FRESH }),
  };
}

async function hear(
  { text }: Turn,
  state: BenefitFlowState,
  deps: BenefitFlowDeps,
): Promise<Step | null> {
  const { words, benefits } = deps;
  if (words.hears('done', text)) return { replies: [words.say('done')], state: null };
  if (words.hears('other', text)) return { replies: [words.say('phone')], state: FRESH };
  const said = MOBILE.exec(text.normalize('NFKC'))?.[0].replace(/\D/gu, '');
  if (said !== undefined) {
    const replies = [words.say('code', { phone: maskPhone(said) })];
    // The gateway is a network: it is asked when the turn is durable.
    return {
      replies,
      state: { ...state, step: 'code', phone: said },
      after: () => benefits.askCode(said),
    };
  }
  if (state.step === 'phone')
    return /\d{5}/u.test(text) ? { replies: [words.say('phone-wrong')], state } : null;
  const code = CODE.exec(text.normalize('NFKC'))?.[0];
  if (code !== undefined) return show(code, state, deps);
  return /\d{3}/u.test(text) ? { replies: [words.say('code-wrong')], state } : null;
}

async function show(code: string, state: BenefitFlowState, deps: BenefitFlowDeps): Promise<Step> {
  const { words, benefits } = deps;
  try {
    const found = await benefits.own(state.phone ?? '', code);
    if (found.length === 0) return { replies: [words.say('none')], state: null };
    const lines = found.map(({ text }) => text).join('\n');
    return { replies: [words.say('shown', { lines }), words.say('ask-why')], state: null };
  } catch (thrown) {
    if (!(thrown instanceof AppError) || thrown.code !== 'auth.failed') throw thrown;
    const tries = state.tries + 1;
    if (tries >= MOST_TRIES) return { replies: [words.say('too-many')], state: null };
    return { replies: [words.say('code-wrong')], state: { ...state, tries } };
  }
}
