import { type AppError } from '../../errors.ts';
import { type Html, html } from '../html.ts';
import { type HttpWords } from '../words.ts';
import { layout } from './layout.ts';

/** What a person sees instead of a page: one sentence, where to go, the number to name on the phone. */
export function errorPage({ code }: AppError, requestId: string, words: HttpWords): Html {
  const title = words.page(code === 'not-found' ? 'not-found' : 'trouble');
  const main = html`<h1>${title}</h1>
    <p>${words.error(code)}</p>
    <p><a href="/">${words.page('home')}</a></p>
    <p class="small">${words.page('request-id', { id: requestId })}</p>`;
  return layout({ title, main, words });
}
