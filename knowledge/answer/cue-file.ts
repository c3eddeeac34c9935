import { z } from 'zod';
import { ASPECTS, OUTCOMES } from '../model.ts';
import { type CueFile } from './cues.ts';

const patterns = z.array(z.string().min(1));

const schema = z.strictObject({
  asks: patterns,
  pointsBack: patterns,
  setAside: patterns,
  acknowledges: patterns,
  asksForHelp: patterns,
  needs: patterns,
  bareAsk: patterns,
  followsUp: patterns,
  corrects: patterns,
  filler: z.string().min(1),
  aroundPlace: z.string().min(1),
  greetingEntry: z.string(),
  usualMatters: z.array(z.string()).min(2),
  present: patterns,
  formerLaw: patterns,
  askedForThen: patterns,
  otherPlaceRules: patterns,
  otherPlaceForms: z.array(z.strictObject({ words: patterns, unless: patterns.default([]) })),
  dangerEntry: z.string(),
  danger: z.array(
    z.strictObject({
      entry: z.string(),
      words: patterns,
      idioms: patterns.default([]),
    }),
  ),
  programmes: z.record(z.string(), patterns),
  aspects: z.partialRecord(z.enum(ASPECTS), patterns),
  status: patterns,
  asksRule: patterns,
  turnsElsewhere: patterns,
  fieldWords: patterns,
  figuresOf: z.record(z.string(), patterns),
  peopleOf: z.record(z.string(), patterns),
  hardship: patterns,
  accused: patterns,
  settles: z.array(
    z.strictObject({
      outcome: z.enum(OUTCOMES).nullable(),
      entry: z.string(),
      words: patterns,
      unless: patterns.default([]),
    }),
  ),
  lastDays: z.array(
    z.strictObject({
      figure: z.string(),
      entries: z.array(z.string()),
      words: patterns.default([]),
      unless: patterns.default([]),
    }),
  ),
  ownCase: z.strictObject({ words: patterns, unless: patterns }),
  stances: z.partialRecord(z.enum(OUTCOMES), patterns),
  screen: z.strictObject({
    household: patterns,
    eligible: patterns,
    entry: z.string(),
    entries: z.record(z.string(), z.string()),
  }),
});

/** `words/cues.yaml` as checked values; throws with the place of the first fault. */
export function cueFile(value: unknown, otherPlaces: readonly string[]): CueFile {
  return { ...schema.parse(value), otherPlaces };
}
