import { join } from 'node:path';
import { z } from 'zod';
import { readYaml } from '../../text.ts';

const need = z.strictObject({
  id: z.string().regex(/^[a-z]+$/u),
  label: z.string().min(1),
  icon: z.string().regex(/^[a-z-]+$/u),
  programmes: z.array(z.string()).min(1).readonly(),
  questions: z.array(z.string()).min(1).readonly(),
});

/** 难处: an entrance by need instead of by department, with questions that the service can answer. */
export type Need = z.output<typeof need>;

/** Reads `words/needs.yaml`. Throws `unavailable` naming the place that does not fit. */
export function readNeeds(contentDir: string): readonly Need[] {
  return readYaml(join(contentDir, 'words', 'needs.yaml'), z.array(need).readonly());
}
