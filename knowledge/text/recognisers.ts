/**
 * The only door to recognizers-text. It is a second voice beside our own reader of quantities: of 176 sentences of the
 * field it read 22 wrong (1千2 as 1002), so it is heard only where our own reader heard no amount at all, and what it
 * hears is always read back to the person before it counts.
 */
import { createRequire } from 'node:module';
import type * as Suite from '@microsoft/recognizers-text-suite';
import { rememberingTexts } from '../remembering.ts';

const require = createRequire(import.meta.url);
const CULTURE = 'zh-cn';
/** 2,000 characters of `1,` would hold the loop for seconds. */
const LONGEST_TEXT = 120;
const MOST_YUAN = 100_000_000;

let suite: typeof Suite | null = null;

// Loading takes a second: only the first person whose amount we did not hear pays for it.
function loaded(): typeof Suite {
  suite ??= require('@microsoft/recognizers-text-suite') as typeof Suite;
  return suite;
}

/** The one amount in yuan that a short text says with its unit, or null: none, several, a strange currency, too long. */
export function yuanHeard(text: string): number | null {
  return text.length === 0 || text.length > LONGEST_TEXT ? null : remembered(text);
}

/** It takes longer than everything else that is done with a reply. */
const REMEMBERED = 300;

const remembered = rememberingTexts<number | null>(REMEMBERED, (text) => {
  const found = loaded().recognizeCurrency(text, CULTURE);
  const [only] = found;
  if (found.length !== 1 || only === undefined) return null;
  const { value, isoCurrency } = only.resolution as { value?: unknown; isoCurrency?: unknown };
  const yuan = Number(value);
  const plausible = Number.isFinite(yuan) && yuan >= 0 && yuan <= MOST_YUAN;
  return isoCurrency === 'CNY' && plausible ? yuan : null;
});
