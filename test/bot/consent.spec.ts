import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { parse } from 'yaml';
import { readComplaintWords } from '../../bot/flows/complaint-words.ts';
import { CONTENT } from './talk.ts';

const known = parse(
  readFileSync(new URL('../cases/consent.yaml', import.meta.url), 'utf8'),
) as Readonly<Record<'complaint-flow' | 'pages', Readonly<Record<string, string>>>>;

const digest = (text: string): string =>
  createHash('sha256').update(text.replace(/\s/gu, '')).digest('hex').slice(0, 16);

describe('the notice about personal data', () => {
  it('has in the chat the version under which it is recorded', () => {
    const { version, notice } = readComplaintWords(CONTENT);
    expect(known['complaint-flow'][version]).to.equal(digest(notice));
  });

  it('has in the form the version under which it is recorded', () => {
    const words = parse(readFileSync(`${CONTENT}/words/pages.yaml`, 'utf8')) as Record<
      string,
      string
    >;
    const parts = ['who', 'why', 'how-long', 'rights'].map((key) => `page.consent.${key}.text`);
    const text = [...parts, 'page.consent.agree'].map((key) => words[key]).join('');
    expect(known.pages[words['page.consent.version'] ?? '']).to.equal(digest(text));
  });
});
