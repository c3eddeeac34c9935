import { z } from 'zod';
import { readYaml } from '../text.ts';

const schema = z.strictObject({ password: z.record(z.string(), z.string().min(1)) });

/** Sentences that staff read when they sign in. */
export type StaffWords = z.output<typeof schema>;

/** Reads `words/staff.yaml`. Throws `unavailable` when it is malformed. */
export function readStaffWords(file: string): StaffWords {
  return readYaml(file, schema);
}
