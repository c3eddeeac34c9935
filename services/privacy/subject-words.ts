import { z } from 'zod';
import { readYaml } from '../text.ts';

const text = z.string().min(1);
const schema = z.strictObject({
  privacy: z.strictObject({
    refused: z.strictObject({
      'one-of': text,
      'open-ticket': text,
      'open-call': text,
      'active-benefit': text,
    }),
    copy: text,
    files: z.strictObject({ guide: text, data: text, papers: text }),
  }),
});

/** Every sentence about requests for one's own data. */
export type SubjectWords = z.output<typeof schema>['privacy'];

/** Reads `words/privacy.yaml`. */
export const readSubjectWords = (file: string): SubjectWords => readYaml(file, schema).privacy;
