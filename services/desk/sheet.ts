import {
  type Answer,
  FACT_KEYS,
  type FactKey,
  type Knowledge,
  type MoreAsk,
  SELF_CHECKS,
  type SelfCheck,
  type SelfCheckFacts,
  type Standing,
} from '../../knowledge/index.ts';

/** One fact of the sheet: what is known of it, from whom, and how to ask for it. */
export interface SheetFact {
  readonly key: FactKey;
  readonly name: string;
  /** As it was understood, with its name, to be read back; empty while it is not known. */
  readonly told: string;
  readonly from: 'speech' | 'operator' | null;
  /** What the operator typed was not understood, or not to the end: what is to be asked; else empty. */
  readonly problem: string;
  /** The question for the caller. */
  readonly ask: string;
}

export interface SheetCondition {
  readonly id: string;
  readonly name: string;
  readonly result: string;
  /** Why, with the arithmetic. */
  readonly working: string;
  readonly article: string | null;
  readonly url: string | null;
}

/** The self-check of a call as it stands: 初步判断 and no more. Facts fill from speech; what the operator types goes before it. */
export interface EligibilitySheet {
  readonly check: SelfCheck;
  readonly name: string;
  readonly standing: Standing;
  readonly facts: readonly SheetFact[];
  /** What to ask for next; null when asking settles nothing more. */
  readonly next: FactKey | null;
  readonly routes: readonly {
    readonly name: string;
    readonly standing: Standing;
    readonly conditions: readonly SheetCondition[];
  }[];
  readonly amounts: readonly string[];
  /** Two sentences to read aloud. */
  readonly spoken: string;
}

export interface SheetRequest {
  readonly check: SelfCheck;
  /** All that the caller said. */
  readonly told: string;
  /** What the operator typed, fact by fact, in people's words. */
  readonly typed: Readonly<Partial<Record<FactKey, string>>>;
  /** Heard in the call, or null. */
  readonly district: string | null;
  /** `YYYY-MM-DD`, Beijing. */
  readonly today: string;
}

/** How facts are asked for: the words of the self-check in the chat. */
export interface SheetWords {
  readonly question: (key: FactKey) => { readonly text: string };
  readonly more: (ask: MoreAsk) => { readonly text: string };
  readonly notHeard: string;
}

export type MakeSheet = (request: SheetRequest) => EligibilitySheet;

/** The check that an answer is about, or null: whoever asks for conditions may want to know whether they are met. */
export function checkOf(
  answer: Pick<Answer, 'outcome' | 'aspect' | 'programme'> | null,
): SelfCheck | null {
  if (answer === null || (answer.outcome !== 'screen' && answer.aspect !== '条件')) return null;
  return SELF_CHECKS.find((check) => check === answer.programme) ?? null;
}

export function createSheet(knowledge: () => Knowledge, words: SheetWords): MakeSheet {
  return (request) => {
    const policy = knowledge();
    const { check, district, today } = request;
    const read = readAll(request, policy, words);
    const at = { check, district, asOf: today, facts: read.facts };
    const { standing, routes, amounts, answer } = policy.assess(at);
    const next = policy.nextFact(at);
    const wanted = new Set([
      ...Object.keys(read.facts),
      ...read.problems.keys(),
      ...openFacts(at, policy),
    ]);
    return {
      ...{ check, standing, next },
      name: policy.words(`self-check.name.${check}`),
      facts: FACT_KEYS.filter((key) => wanted.has(key)).map((key) => ({
        ...{ key, name: policy.words(`self-check.fact.${key}`) },
        told: policy.sayFact(read.facts, key),
        from: read.facts[key] === undefined ? null : read.typed.has(key) ? 'operator' : 'speech',
        problem: read.problems.get(key) ?? '',
        ask: words.question(key).text,
      })),
      routes: routes.map((route) => ({
        ...{ name: route.name, standing: route.standing },
        conditions: route.conditions.map(({ id, name, result, working, citation }) => ({
          ...{ id, name, result, working, url: citation?.url ?? null },
          article: citation === null ? null : `《${citation.title}》${citation.article}`,
        })),
      })),
      amounts: amounts.map(({ text, hedge }) => `${text}${hedge ?? ''}`),
      spoken: answer.spoken,
    };
  };
}

interface ReadSheet {
  readonly facts: SelfCheckFacts;
  readonly typed: ReadonlySet<FactKey>;
  readonly problems: ReadonlyMap<FactKey, string>;
}

function readAll(
  { told, typed, today }: SheetRequest,
  policy: Knowledge,
  words: SheetWords,
): ReadSheet {
  let facts: SelfCheckFacts = policy.readFacts(told, { today });
  const byHand = new Set<FactKey>();
  const problems = new Map<FactKey, string>();
  for (const key of FACT_KEYS) {
    const text = typed[key]?.trim() ?? '';
    if (text === '') continue;
    const heard = policy.readReply({ key, text }, { today });
    if (heard.kind === 'more') problems.set(key, words.more(heard.ask).text);
    else if (heard.kind === 'not-heard') problems.set(key, words.notHeard);
    else {
      facts = { ...facts, ...(heard.kind === 'facts' ? heard.facts : { [key]: '不知道' }) };
      byHand.add(key);
    }
  }
  return { facts, typed: byHand, problems };
}

/** The facts that would be asked for one after the other, were none of them known. */
function openFacts(
  at: Parameters<Knowledge['nextFact']>[0],
  policy: Knowledge,
): readonly FactKey[] {
  const open: FactKey[] = [];
  let facts = at.facts;
  for (;;) {
    const key = policy.nextFact({ ...at, facts });
    if (key === null || open.includes(key)) return open;
    open.push(key);
    facts = { ...facts, [key]: '不知道' };
  }
}
