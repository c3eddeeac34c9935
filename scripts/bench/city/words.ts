import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { readYaml } from '../../../services/text.ts';

const text = z.string().min(1);

/** What is written in the tickets and chats of a made-up city. */
export const cityWords = readYaml(
  fileURLToPath(new URL('words.yaml', import.meta.url)),
  z.strictObject({
    ...{ complaint: text, clock: text, supervision: text, question: text, answer: text },
    ...{ told: text, notice: text },
    outcome: z.strictObject({
      ...{ asked: text, found: text, reasons: text, quote: text },
      ...{ nextSteps: text, contact: text, plain: text },
    }),
  }),
);
