/** Scripted calls: what is said when, and what the desk should have at the end. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { type CallEvent, SPEAKERS } from '../../services/desk/call.ts';

const line = z.strictObject({
  /** Seconds after the call was answered. */
  after: z.number().min(0),
  speaker: z.enum(SPEAKERS),
  text: z.string().min(1).optional(),
  partial: z.string().min(1).optional(),
});
const script = z.strictObject({
  id: z.string().regex(/^[a-z][a-z-]*$/),
  caller: z.string(),
  lines: z.array(line).min(1),
  expect: z.strictObject({
    outcome: z.union([z.string(), z.array(z.string())]),
    programme: z.string().nullable(),
    aspect: z.string().nullable(),
    district: z.string().nullable(),
  }),
});
export type CallScript = z.output<typeof script>;

/** An event and the second at which it is sent, counted from the first ring. */
export interface TimedEvent {
  readonly after: number;
  readonly event: Omit<CallEvent, 'callId' | 'at'>;
}

const RINGS = 2;
const SILENCE = 3;

/** Reads a file of scripts; throws with the place of the first fault. */
export function readCallScripts(file: string): readonly CallScript[] {
  return z.array(script).parse(parse(readFileSync(file, 'utf8')));
}

/** The script as a call centre tells it: ringing, answered, pieces, ended. */
export function eventsOf({ caller, lines }: CallScript, operator?: string): readonly TimedEvent[] {
  const by = operator === undefined ? {} : { operator };
  const pieces = lines.map(({ after, speaker, text, partial }): TimedEvent => {
    const said = { text: text ?? partial ?? '', final: text !== undefined };
    return { after: RINGS + after, event: { type: 'transcript', speaker, ...said } };
  });
  const last = pieces.at(-1)?.after ?? RINGS;
  return [
    { after: 0, event: { type: 'ringing', caller } },
    { after: RINGS, event: { type: 'answered', ...by } },
    ...pieces,
    { after: last + SILENCE, event: { type: 'ended' } },
  ];
}
