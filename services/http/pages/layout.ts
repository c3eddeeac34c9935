import { type Html, html } from '../html.ts';
import { type HttpWords } from '../words.ts';
import { icon } from './parts.ts';

const NAVIGATION = ['/', '/complaint', '/progress', '/policy', '/standards', '/help'] as const;

export interface PageFrame {
  readonly title: string;
  readonly main: Html;
  readonly words: HttpWords;
  /** Which entry of the navigation this page belongs to. */
  readonly here?: (typeof NAVIGATION)[number];
  /** Inside somebody else's page: without the frame that leads elsewhere. */
  readonly embedded?: boolean;
  /** More for the head: scripts and style sheets of ours. */
  readonly head?: Html;
}

/** The frame of every server-rendered page: readable without script, with one style sheet, on paper too. */
export function layout({ title, main, words, here, head, embedded = false }: PageFrame): Html {
  return html`<!doctype html>
    <html lang="zh-CN">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="format-detection" content="telephone=no" />
        <meta name="theme-color" content="#fbf7f0" />
        <title>${title} · ${words.page('name')}</title>
        <link rel="stylesheet" href="/assets/pages.css" />
        <link rel="icon" href="/assets/icon.svg" type="image/svg+xml" />
        <script src="/assets/pages.js"></script>
        ${head}
      </head>
      <body>
        <a class="skip" href="#main">${words.page('skip')}</a>
        ${header(words, here, embedded)}
        <main id="main" tabindex="-1">${main}</main>
        <footer class="foot">
          <p>${words.page('foot')}</p>
          ${!embedded && html`<p><a href="/statistics">${words.page('nav.statistics')}</a></p>`}
        </footer>
      </body>
    </html> `;
}

function header(words: HttpWords, here: PageFrame['here'], embedded: boolean): Html {
  return html`<header class="top">
    <a class="brand" href="/"
      >${icon('mark')}${words.page('brand')} <small>${words.page('brand-sub')}</small></a
    >
    <div class="view with-script" role="group" aria-label="${words.page('view')}">
      <button type="button" data-act="elder" aria-pressed="false">
        ${words.page('view.elder')}
      </button>
      <button type="button" data-act="larger" hidden>${words.page('view.larger')}</button>
      <button type="button" data-act="contrast" aria-pressed="false">
        ${words.page('view.contrast')}
      </button>
    </div>
    ${
      !embedded &&
      html`<nav aria-label="${words.page('nav')}">
        ${NAVIGATION.map(
          (path) =>
            html`<a href="${path}" ${path === here ? html` aria-current="page"` : ''}
              >${words.page(`nav.${path === '/' ? 'home' : path.slice(1)}`)}</a
            >`,
        )}
      </nav>`
    }
  </header>`;
}
