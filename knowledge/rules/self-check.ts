/** The self-check as the knowledge offers it: programmes, assessment, the next question, and what was said. */
import { type RuleTools, assess, nextFact } from './assess.ts';
import { CHECKS } from './checks.ts';
import { sayFact } from './say-fact.ts';
import { SELF_CHECKS, type SelfChecks } from './model.ts';
import { readFacts } from './read/read-facts.ts';
import { readYesNo } from '../text/yes-no.ts';
import { readReply } from './read/read-reply.ts';

export interface SelfCheckTools extends RuleTools {
  /** Normalises and repairs what was typed or heard. */
  readonly read: (text: string) => string;
  readonly findPlace: (text: string) => { readonly district: string | null };
}

export function selfChecks(tools: SelfCheckTools): SelfChecks {
  return {
    selfCheckProgrammes: () =>
      SELF_CHECKS.map((check) => ({
        check,
        programme: CHECKS[check].programme,
        name: tools.words(`self-check.name.${check}`),
      })),
    assess: (request) => assess(request, tools),
    nextFact: (request) => nextFact(request, tools),
    sayFact: (facts, key) => sayFact(facts, key, tools.words),
    readFacts: (text, options) => readFacts(tools.read(text), options),
    readYesNo: (text) => readYesNo(tools.read(text)),
    readReply: (request, options) => {
      const text = tools.read(request.text);
      const heard = readReply({ ...request, text }, options);
      if (request.key !== 'district' || heard.kind === 'not-known') return heard;
      const { district } = tools.findPlace(text);
      return district === null ? heard : { kind: 'facts', facts: { district } };
    },
  };
}
