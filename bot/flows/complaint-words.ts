import { join } from 'node:path';
import { z } from 'zod';
import { readYaml } from '../../services/text.ts';
import { type Say, hearer, heardAs, sayer, sayingsOf } from './sayings.ts';

const SAYINGS = [
  ...(['story', 'more', 'consult', 'consult-done', 'elsewhere', 'elsewhere-done'] as const),
  ...([
    'offer',
    'heard',
    'heard-all',
    'noted',
    'under-way',
    'urgent',
    'place',
    'place-which',
    'when',
  ] as const),
  ...(['when-which', 'identity', 'contact', 'contact-which', 'contact-skipped'] as const),
  ...(['summary', 'notice', 'duplicate', 'change', 'add', 'kept', 'filed', 'told-phone'] as const),
  ...(['told-chat', 'stays-anonymous', 'leaving', 'left', 'back-again', 'file-problem'] as const),
  ...(['files-came', 'files-dropped', 'files-add', 'filed-files'] as const),
] as const;
type ComplaintSaying = (typeof SAYINGS)[number];

/** What can be changed in the summary. */
export const CHANGEABLE = ['story', 'place', 'when', 'identity', 'contact'] as const;
export type Changeable = (typeof CHANGEABLE)[number];

const HEARD = [
  ...([
    'agree',
    'submit',
    'refuse',
    'skip',
    'anonymous',
    'confidential',
    'named',
    'asks-only',
  ] as const),
  ...(['complains', 'change', 'add', 'leave', 'asks', 'drop-files', 'add-files'] as const),
  'own-name',
  'skip-other',
] as const;
type Heard = (typeof HEARD)[number];

const text = z.string().min(1);
const LINES = [
  ...(['text', 'place', 'when', 'identity', 'contact', 'about', 'files'] as const),
  ...(['unknown', 'files-none', 'files-some', 'named', 'confidential', 'anonymous'] as const),
] as const;
const HELPS = [...CHANGEABLE, 'confirm', 'other'] as const;

const all = <Name extends string, Value extends z.ZodType>(
  names: readonly Name[],
  value: Value,
): z.ZodType<Readonly<Record<Name, z.output<Value>>>> =>
  z.strictObject(Object.fromEntries(names.map((name) => [name, value]))) as unknown as z.ZodType<
    Readonly<Record<Name, z.output<Value>>>
  >;

const schema = z.strictObject({
  'complaint-flow': z.strictObject({
    version: z.string(),
    say: sayingsOf(SAYINGS),
    lines: all(LINES, text),
    notice: text,
    help: all(HELPS, text),
    hear: z.looseObject({ slots: all(CHANGEABLE, heardAs), empty: heardAs }),
  }),
});

export interface ComplaintWords {
  /** Of the consent notice: recorded with every consent. */
  readonly version: string;
  readonly notice: string;
  readonly say: Say<ComplaintSaying>;
  readonly line: Readonly<Record<(typeof LINES)[number], string>>;
  readonly help: Readonly<Record<(typeof HELPS)[number], string>>;
  readonly hears: (what: Heard, sentence: string) => boolean;
  /** Which part of the summary a sentence speaks of. */
  readonly slot: (sentence: string) => Changeable | null;
  /** What a sentence tells beyond “I want to complain”. */
  readonly substance: (sentence: string) => string;
}

/** Reads `words/complaint-flow.yaml`; throws `unavailable` when it is malformed. */
export function readComplaintWords(contentDir: string): ComplaintWords {
  const file = readYaml(join(contentDir, 'words/complaint-flow.yaml'), schema);
  const { version, say, lines, notice, help, hear } = file['complaint-flow'];
  const heard = new Map(HEARD.map((name) => [name, hearer(heardAs.parse(hear[name]))] as const));
  const slots = CHANGEABLE.map((slot) => [slot, hearer(hear.slots[slot])] as const);
  const empty = new RegExp(hear.empty.join('|'), 'gu');
  return {
    ...{ version, notice, help },
    line: lines,
    say: sayer(say),
    hears: (what, sentence) => heard.get(what)?.(sentence) ?? false,
    slot: (sentence) => slots.find(([, hears]) => hears(sentence))?.[0] ?? null,
    substance: (sentence) => sentence.replace(empty, '').replace(/[\s\p{P}]/gu, ''),
  };
}
