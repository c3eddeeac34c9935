import { join } from 'node:path';
import { z } from 'zod';
import { fill, readYaml } from '../text.ts';
import { type ConfigError } from './config.ts';

const text = z.string().min(1);
const schema = z.strictObject({
  config: z.strictObject({
    heading: text,
    shape: z.record(text, text),
    rule: z.record(text, text),
  }),
});
export type ConfigWords = z.output<typeof schema>['config'];

/** Reads `words/config.yaml`, which a start without any other configuration finds. */
export function readConfigWords(contentDir: string): ConfigWords {
  return readYaml(join(contentDir, 'words/config.yaml'), schema).config;
}

/** What an administrator reads instead of a running service: each variable, in Chinese and English. */
export function configMessage({ problems }: ConfigError, words: ConfigWords): string {
  const lines = problems.map(({ variable, rule, file = '' }) => {
    const sentence = rule === 'shape' ? words.shape[variable] : words.rule[rule];
    return `  ${variable}: ${fill(sentence ?? rule, { file })}`;
  });
  return [words.heading, ...lines].join('\n');
}
