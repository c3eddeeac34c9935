import { join } from 'node:path';
import { z } from 'zod';
import {
  FACT_KEYS,
  type FactKey,
  type MoreAsk,
  SELF_CHECKS,
  type SelfCheck,
} from '../../knowledge/index.ts';
import { fill, readYaml } from '../../services/text.ts';
import { type Reply } from '../replies/reply.ts';

const text = z.string().min(1);
const patterns = z.array(text).min(1);
const said = z.strictObject({ text, suggestions: z.array(text).default([]) });
const SAYINGS = [
  'offer',
  'offer-heard',
  'refused',
  'choose',
  'begin',
  'confirm-heard',
  'again',
  'noted',
  'later',
  'confirm',
  'once-more',
  'change-which',
  'nothing-to-change',
  'done',
] as const;
type Saying = (typeof SAYINGS)[number];
const MORE = ['period', 'month-total', 'grade', 'months'] as const satisfies readonly MoreAsk[];

const schema = z.strictObject({
  names: z.array(z.strictObject({ check: z.enum(SELF_CHECKS), heard: patterns })),
  starts: patterns,
  offers: patterns,
  asks: patterns,
  tells: patterns,
  owns: patterns,
  'says-none': patterns,
  confirms: patterns,
  'refuses-one': patterns,
  changes: text,
  agree: patterns,
  refuse: patterns,
  say: z.strictObject({
    ...(Object.fromEntries(SAYINGS.map((one) => [one, said])) as Record<Saying, typeof said>),
    more: z.record(z.enum(MORE), said),
  }),
  questions: z.record(
    z.enum(FACT_KEYS),
    z.strictObject({ text, help: text.optional(), suggestions: z.array(text) }),
  ),
});

/** What the self-check says and understands besides the facts themselves. */
export interface EligibilityWords {
  readonly say: (saying: Saying, values?: Readonly<Record<string, string>>) => Reply;
  readonly question: (key: FactKey) => Reply;
  readonly more: (ask: MoreAsk) => Reply;
  /** What helps to answer a question; null where the question says it all. */
  readonly help: (key: FactKey) => Reply | null;
  /** The check that a sentence names: the first of the file, where 低保边缘 stands before 低保. */
  readonly named: (sentence: string) => SelfCheck | null;
  readonly starts: (sentence: string) => boolean;
  readonly offers: (sentence: string) => boolean;
  readonly asks: (sentence: string) => boolean;
  /** Whether a sentence tells of the own household, in whatever words. */
  readonly tells: (sentence: string) => boolean;
  /** Whether a sentence is about things that somebody owns, or owns not. */
  readonly owns: (sentence: string) => boolean;
  /** Whether a sentence says of money, and of nothing else, that there is none. */
  readonly saysNone: (sentence: string) => boolean;
  /** Whether a sentence begins by agreeing or disagreeing. */
  readonly confirms: (sentence: string) => boolean;
  /** 不是低保 names what is not meant. */
  readonly refusesOne: (sentence: string) => boolean;
  /** What the person wants to change, in the person's words; null when the sentence is no such wish. */
  readonly changes: (sentence: string) => string | null;
  readonly agrees: (sentence: string) => boolean;
  readonly refuses: (sentence: string) => boolean;
}

/** Reads `words/eligibility.yaml`; throws `unavailable` when it is malformed. */
export function readEligibilityWords(contentDir: string): EligibilityWords {
  const words = readYaml(join(contentDir, 'words/eligibility.yaml'), schema);
  const anyOf = (list: readonly string[]): RegExp => new RegExp(list.join('|'), 'u');
  const [starts, offers, asks] = [anyOf(words.starts), anyOf(words.offers), anyOf(words.asks)];
  const [tells, owns] = [anyOf(words.tells), anyOf(words.owns)];
  const [saysNone, confirms] = [anyOf(words['says-none']), anyOf(words.confirms)];
  const refusesOne = anyOf(words['refuses-one']);
  const changes = new RegExp(words.changes, 'u');
  const names = words.names.map(({ check, heard }) => ({ check, pattern: anyOf(heard) }));
  const bare = (sentence: string): string => sentence.replace(/[\s\p{P}]/gu, '');
  return {
    say: (saying, values = {}) => ({
      ...words.say[saying],
      text: fill(words.say[saying].text, values),
    }),
    question: (key) => ({
      text: words.questions[key].text,
      suggestions: words.questions[key].suggestions,
    }),
    more: (ask) => words.say.more[ask],
    help: (key) => {
      const { help } = words.questions[key];
      return help === undefined ? null : { text: help };
    },
    named: (sentence) => names.find(({ pattern }) => pattern.test(sentence))?.check ?? null,
    starts: (sentence) => starts.test(sentence),
    offers: (sentence) => offers.test(sentence),
    asks: (sentence) => asks.test(sentence),
    tells: (sentence) => tells.test(sentence),
    owns: (sentence) => owns.test(sentence),
    saysNone: (sentence) => saysNone.test(bare(sentence)),
    confirms: (sentence) => confirms.test(bare(sentence)),
    refusesOne: (sentence) => refusesOne.test(bare(sentence)),
    changes: (sentence) => changes.exec(bare(sentence))?.groups?.['what'] ?? null,
    agrees: (sentence) => words.agree.includes(bare(sentence)),
    refuses: (sentence) => words.refuse.includes(bare(sentence)),
  };
}
