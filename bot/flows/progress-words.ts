import { join } from 'node:path';
import { z } from 'zod';
import { readYaml } from '../../services/text.ts';
import { type Say, hearer, heardAs, sayer, sayingsOf } from './sayings.ts';

const SAYINGS = [
  ...(['number', 'number-wrong', 'code', 'not-found', 'too-many', 'lost', 'shown'] as const),
  ...(['notice', 'ask-receipt', 'ask-rate', 'ask-reopen', 'question', 'received'] as const),
  ...(['rated', 'reopen-reason', 'reopened', 'relabelled', 'refused', 'done'] as const),
  'files-added',
] as const;
const HEARD = [
  ...(['lost', 'other-number', 'received', 'reopen', 'done', 'agree', 'disagree'] as const),
] as const;
type Heard = (typeof HEARD)[number];

const text = z.string().min(1);
const schema = z.strictObject({
  'progress-flow': z.strictObject({
    opens: heardAs,
    'asks-own': text,
    say: sayingsOf(SAYINGS),
    hear: z.record(z.enum(HEARD), text),
  }),
});

export interface ProgressWords {
  readonly say: Say<(typeof SAYINGS)[number]>;
  readonly opens: (sentence: string) => boolean;
  /** Nothing but the wish to look. */
  readonly asksOnly: (sentence: string) => boolean;
  readonly hears: (what: Heard, sentence: string) => boolean;
}

/** Reads `words/progress-flow.yaml`; throws `unavailable` when it is malformed. */
export function readProgressWords(contentDir: string): ProgressWords {
  const file = readYaml(join(contentDir, 'words/progress-flow.yaml'), schema);
  const { opens, say, hear, 'asks-own': own } = file['progress-flow'];
  const heard = new Map(HEARD.map((name) => [name, hearer([hear[name]])] as const));
  return {
    say: sayer(say),
    opens: hearer(opens),
    asksOnly: hearer([own]),
    hears: (what, sentence) => heard.get(what)?.(sentence) ?? false,
  };
}
