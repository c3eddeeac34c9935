import { type Html, html } from '../html.ts';
import { type HttpWords } from '../words.ts';

export interface PageFrame {
  readonly title: string;
  readonly main: Html;
  readonly words: HttpWords;
}

/** The frame of every server-rendered page: no script, one stylesheet, readable on paper. */
export function layout({ title, main, words }: PageFrame): Html {
  return html`<!doctype html>
    <html lang="zh-CN">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · ${words.page('name')}</title>
        <link rel="stylesheet" href="/assets/pages.css" />
      </head>
      <body>
        <a class="skip" href="#main">${words.page('skip')}</a>
        <header class="top">
          <a href="/">${words.page('name')}</a>
          <nav><a href="/policy">${words.page('nav-policy')}</a></nav>
        </header>
        <main id="main">${main}</main>
        <footer class="foot"><p>${words.page('foot')}</p></footer>
      </body>
    </html> `;
}
