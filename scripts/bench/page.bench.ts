/** The resident page on a poor phone and a poor line: what it weighs, and how long until a person can use it. */
import { type Browser, chromium, type Page } from 'playwright-core';
import { type Bench, type BenchContext } from './bench.ts';
import { runningService } from './running-service.ts';

const CHROMIUM = '/usr/bin/chromium';
const CPU_SLOWER = 4;
/** 1 Mbit/s, and the way to a tower and back. */
const LINE = { downloadThroughput: 125_000, uploadThroughput: 125_000, latency: 150 } as const;
const MOST_SECONDS = 2;
const MOST_KILOBYTES = 80;

interface Visit {
  /** Seconds from going there until a question can be typed and sent, without script if need be. */
  readonly writable: number;
  /** Until the chat itself has taken over. */
  readonly chat: number;
  /** Bytes over the line until then, heads and compression included. */
  readonly bytes: number;
}

export const bench: Bench = {
  name: 'page',
  run: async ({ release, note }: BenchContext) => {
    const service = await runningService();
    const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
    try {
      const visits: Visit[] = [];
      const times = release ? 15 : 5;
      note(`${String(times)} first visits, processor ${String(CPU_SLOWER)}× slower, 1 Mbit/s`);
      for (let n = 0; n < times; n += 1) visits.push(await firstVisit(browser, service.base));
      const middle = (of: (visit: Visit) => number): number =>
        visits.map(of).sort((a, b) => a - b)[Math.floor(visits.length / 2)] ?? Number.NaN;
      const most = { unit: 's', goal: { atMost: MOST_SECONDS } } as const;
      return [
        { name: 'first load of /', ...figure(middle(({ bytes }) => bytes) / 1024) },
        {
          name: 'a question can be written',
          measured: middle(({ writable }) => writable),
          ...most,
        },
        { name: 'the chat is ready', measured: middle(({ chat }) => chat), ...most },
      ];
    } finally {
      await browser.close();
      service.stop();
    }
  },
};

const figure = (measured: number) =>
  ({ measured, unit: 'KB', goal: { atMost: MOST_KILOBYTES } }) as const;

/** A browser that has never been here. */
async function firstVisit(browser: Browser, base: string): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 } });
  try {
    const page = await context.newPage();
    const line = await context.newCDPSession(page);
    let bytes = 0;
    line.on('Network.loadingFinished', ({ encodedDataLength }) => (bytes += encodedDataLength));
    await line.send('Network.enable');
    await line.send('Network.emulateNetworkConditions', { offline: false, ...LINE });
    await line.send('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWER });
    await page.addInitScript(WATCH);
    await page.goto(base, { waitUntil: 'networkidle', timeout: 60_000 });
    await page.locator('.composer').waitFor({ timeout: 60_000 });
    const [writable = Number.NaN, chat = Number.NaN] = await seen(page);
    return { writable, chat, bytes };
  } finally {
    await context.close();
  }
}

/** Notes by the page's own clock, from its first request, in which frame something was first there to be seen. */
const WATCH = `
  const wanted = ['textarea', '.composer textarea'];
  const seen = (window.mingbaiSeen = []);
  new MutationObserver(() => wanted.forEach((selector, at) => {
    if (seen[at] === undefined && document.querySelector(selector)) {
      seen[at] = null;
      requestAnimationFrame(() => requestAnimationFrame(() => (seen[at] = performance.now())));
    }
  })).observe(document, { childList: true, subtree: true });
`;

// Asked again and again: the page's content policy rightly lets nobody wait inside it.
async function seen(page: Page): Promise<readonly number[]> {
  for (;;) {
    const times = await page.evaluate<readonly (number | null)[]>('window.mingbaiSeen');
    const done = times.filter((ms) => ms !== null);
    if (done.length === 2) return done.map((ms) => ms / 1000);
    await page.waitForTimeout(100);
  }
}
