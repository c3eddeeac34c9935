import { z } from 'zod';
import { type SignalWeights, SIGNALS } from './match/signals.ts';
import { type Calibration } from './state.ts';

const schema = z.object({
  weights: z.record(z.enum(SIGNALS), z.number()),
  calibration: z.object({
    score: z.number(),
    margin: z.number(),
    coverage: z.number(),
    bias: z.number(),
  }),
});

/** The learned weights as `npm run answers:train` wrote them. */
export function rankingFile(json: string): {
  readonly weights: SignalWeights;
  readonly calibration: Calibration;
} {
  return schema.parse(JSON.parse(json));
}
