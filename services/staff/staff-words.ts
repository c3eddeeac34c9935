import { z } from 'zod';
import { readYaml } from '../text.ts';
import { ROLES } from './role.ts';

const text = z.string().min(1);
const schema = z.strictObject({
  password: z.record(z.string(), text),
  roles: z.record(z.enum(ROLES), text),
});

/** Sentences that staff read when they sign in. */
export type StaffWords = z.output<typeof schema>;

/** Reads `words/staff.yaml`. Throws `unavailable` when it is malformed. */
export function readStaffWords(file: string): StaffWords {
  return readYaml(file, schema);
}
