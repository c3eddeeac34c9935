/** What strangers type to run a script of theirs, and a browser in which it is noticed when any of it ran. */
import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { type Browser, type Page } from 'playwright-core';
import { parse } from 'yaml';

const WAIT = 20_000;
const { xss } = parse(readFileSync('test/cases/xss.yaml', 'utf8')) as { xss: readonly string[] };
/** Each says its own number when it runs. */
export const ATTACKS = xss.map((one, at) => one.replace('{n}', String(at + 1)));
export const SHORT = ATTACKS.filter(({ length }) => length <= 40);

/** The attacks as texts of at most so many characters. */
export function pieces(most: number, attacks = ATTACKS): readonly string[] {
  const texts: string[] = [];
  for (const attack of attacks) {
    const last = texts.at(-1) ?? '';
    if (texts.length > 0 && last.length + attack.length < most)
      texts[texts.length - 1] = `${last} ${attack}`;
    else texts.push(attack);
  }
  return texts;
}

export interface WatchedPages {
  /** What ran, what the policy of a page had to stop, what was asked for elsewhere. */
  readonly harm: string[];
  /** Opens a page of the service, with the cookie of a session if one is given. */
  readonly open: (path: string, cookie?: string) => Promise<Page>;
  /** Waits until every text can be read as it was typed, and looks whether anything of it ran. */
  readonly reads: (
    page: Page,
    texts: readonly string[],
    press?: readonly string[],
  ) => Promise<void>;
  /** The same, and closes the page. */
  readonly shows: WatchedPages['reads'];
}

export function watchedPages(browser: Browser, base: string): WatchedPages {
  const harm: string[] = [];
  const open = async (path: string, cookie = ''): Promise<Page> => {
    const context = await browser.newContext({ locale: 'zh-CN' });
    const [name = '', value = ''] = cookie.split('=');
    if (cookie !== '') await context.addCookies([{ name, value, url: base }]);
    const page = await context.newPage();
    page.setDefaultTimeout(WAIT);
    page.on('dialog', (dialog) => {
      harm.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('console', (line) => {
      if (line.text().includes('Content Security Policy')) harm.push(line.text());
    });
    page.on('request', (request) => {
      const { protocol, origin } = new URL(request.url());
      if (origin !== base && !['blob:', 'data:'].includes(protocol))
        harm.push(`asked ${request.url()}`);
    });
    await page.goto(base + path);
    return page;
  };
  const reads: WatchedPages['reads'] = async (page, texts, press = []) => {
    let missing = texts;
    for (let tries = 0; missing.length > 0 && tries < 100; tries += 1) {
      for (const selector of press)
        for (const one of await page.locator(selector).all()) await one.click().catch(() => null);
      const seen = squeezed(await page.evaluate(READABLE));
      missing = texts.filter((text) => !seen.includes(squeezed(text).trim()));
      if (missing.length > 0) await page.waitForTimeout(200);
    }
    expect(missing, page.url()).to.deep.equal([]);
    const ran = await page.evaluate<number | null>('window.ran ?? null');
    if (ran !== null) harm.push(`${page.url()} ran ${String(ran)}`);
    if (page.frames().length > 1) harm.push(`${page.url()} holds a frame`);
  };
  return {
    ...{ harm, open, reads },
    shows: async (page, texts, press) => {
      await reads(page, texts, press);
      await page.context().close();
    },
  };
}

const squeezed = (text: string): string => text.replace(/\s+/gu, ' ');

/** Everything that can be read on a page: text, and what stands in its fields. */
const READABLE = `[document.body.innerText, ...[...document.querySelectorAll('input,textarea')].map((one) => one.value)].join(' ')`;
