/** What a message is for: before anything is answered it has to be known whether somebody asks, complains or is in danger. */
import { z } from 'zod';

export const STANCES = [
  /** Wants to know a rule, an amount, a way; with a story or without. */
  'ask',
  /** Somebody did wrong, refuses or delays, and it should be dealt with. */
  'complaint',
  /** Wants the own payment, application or ticket looked up. */
  'own',
  /** Somebody is in danger, now or soon. */
  'danger',
  /** Another office's matter, asked or complained about. */
  'other',
  /** Wants a human. */
  'person',
  /** Greetings, thanks, abuse without a matter, orders to the machine. */
  'talk',
] as const;
export type Stance = (typeof STANCES)[number];

/** 0–1 each, together 1. */
export type StanceShares = Readonly<Record<Stance, number>>;

/** `content/stances/examples-*.yaml`: what people say, by what they say it for. */
export const stanceExamplesSchema = z.strictObject(
  Object.fromEntries(STANCES.map((stance) => [stance, z.array(z.string().min(1)).optional()])),
);

export const stanceModelSchema = z.strictObject({
  /** Which examples it was trained on. */
  trainedOn: z.string(),
  bias: z.array(z.number()).length(STANCES.length),
  /** What one step of a stored weight is worth. */
  unit: z.number().positive(),
  /** A signed byte for each bucket and stance, in base64. */
  weights: z.string(),
});
export type StanceModelFile = z.output<typeof stanceModelSchema>;
