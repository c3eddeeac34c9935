import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, chromium, type Page } from 'playwright-core';

const CHROMIUM = '/usr/bin/chromium';

/** True with a Chromium. Without one the suite fails where it must not (`CI=true`) and says elsewhere that it is left out. */
export function hasChromium(): boolean {
  if (existsSync(CHROMIUM)) return true;
  if (process.env['CI'] === 'true') throw new Error(`the pages cannot be tested: no ${CHROMIUM}`);
  process.stderr.write(`  ! pages not tested in a browser: no ${CHROMIUM}\n`);
  return false;
}

export function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string }[];
}

/** What axe-core finds wrong on a page as it stands: rule and elements; empty when all is well. */
export async function violations(page: Page): Promise<readonly string[]> {
  // Debugger evaluation, because the page's content policy rightly refuses an inserted script.
  await page.evaluate(axe);
  // A colour on its way to another is no state that anybody reads; what never ends (a spinner) is not waited for.
  await page.evaluate(
    `Promise.all(document.getAnimations()
      .filter(({ effect }) => effect.getComputedTiming().endTime !== Infinity)
      .map(({ finished }) => finished.catch(() => null)))`,
  );
  const found = await page.evaluate<readonly Violation[]>(
    'axe.run({ resultTypes: ["violations"] }).then(({ violations }) => violations)',
  );
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
}
