import { z } from 'zod';
import { AppError } from '../errors.ts';
import { fieldsOf, fill, readYaml } from '../text.ts';
import { TOPICS } from './notice.ts';

const text = z.string().min(1);
const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
const schema = z.strictObject({
  policy: z.strictObject({
    quietHours: z.strictObject({ from: timeOfDay, to: timeOfDay }),
    receiptWaitHours: z.number().positive(),
    maxAttempts: z.int().positive(),
    retryMinutes: z.number().positive(),
    batch: z.int().positive(),
  }),
  sign: text,
  topics: z.record(z.enum(TOPICS), z.strictObject({ title: text, text, sms: text })),
  letter: z.strictObject({
    number: text,
    date: text,
    heading: text,
    nameless: text,
    parts: z.record(text, text),
    official: text,
    digest: text,
    review: text,
    plain: text,
    issuer: text,
    demo: text,
  }),
});

export type NoticeWords = z.output<typeof schema>;

/** One short message is 70 characters; longer ones are split and billed, and old phones show them in pieces. */
export const SMS_LENGTH = 70;

// The longest value of each placeholder that a short message may use; others are not for short messages.
const LONGEST: Readonly<Record<string, string>> = {
  number: '20261124-000017',
  dueDate: '2026-11-24',
  date: '2026-11-24',
  from: '2026-11-24',
  month: '2026年11月',
  hotline: '0535-12345678',
  programme: '残疾人两项补贴',
};

/** Reads `words/notices.yaml`. Throws `unavailable` for a short message that could become too long or says too much. */
export function readNoticeWords(file: string): NoticeWords {
  const words = readYaml(file, schema);
  for (const topic of TOPICS) {
    const { sms } = words.topics[topic];
    const unknown = fieldsOf(sms).find((name) => !LONGEST[name]);
    if (unknown) throw new AppError('unavailable', `${file}: ${topic} may not use {{${unknown}}}`);
    const longest = words.sign + fill(sms, LONGEST);
    if (longest.length > SMS_LENGTH)
      throw new AppError('unavailable', `${file}: ${topic} may have ${longest.length} characters`);
  }
  return words;
}
