import { type Contact, type Knowledge } from '../../../knowledge/index.ts';
import { type Html, html } from '../html.ts';
import { type HttpWords } from '../words.ts';
import { placesIn } from './home.ts';
import { layout } from './layout.ts';
import { icon, options, reachable } from './parts.ts';

export interface HelpParts {
  readonly words: HttpWords;
  readonly knowledge: Knowledge;
  readonly district: string | null;
  readonly problem: string | null;
}

const EMERGENCY = new Set(['110', '119', '120']);

const KINDS = ['phone', 'window', 'web'] as const;

/** Whom to turn to: what saves a life first, then telephones, windows and web pages that serve the district. */
export function helpPage({ words, knowledge, district, problem }: HelpParts): Html {
  const contacts = knowledge.contacts(district);
  const urgent = contacts.filter(({ value }) => EMERGENCY.has(value));
  const names = placesIn({ districts: knowledge.districts(), place: knowledge.place });
  const choices = names.map((name) => ({ value: name, label: name }));
  return layout({
    title: words.page('help.title'),
    here: '/help',
    words,
    main: html`<h1>${words.page('help.title')}</h1>
      ${
        urgent.length > 0 &&
        html`<section class="alarm" aria-labelledby="urgent">
          <h2 id="urgent">${words.page('help.urgent')}</h2>
          <p class="actions">
            ${urgent.map(
              ({ name, value }) =>
                html`<a class="button" href="tel:${value}"
                  >${icon('phone')}${name} <strong>${value}</strong></a
                >`,
            )}
          </p>
        </section>`
      }
      <form method="get" action="/help" class="row">
        <div class="field">
          <label for="district">${words.page('ask.district')}</label>
          <select id="district" name="district">
            ${options(choices, district ?? '', words.page('ask.no-district'))}
          </select>
        </div>
        <button class="main-action">${words.page('help.show')}</button>
      </form>
      ${problem !== null && html`<p class="alarm" role="alert">${problem}</p>`}
      ${KINDS.map((kind) => section(kind, contacts, words))}
      <p>${words.page('help.complain')} <a href="/complaint">${words.page('home.file')}</a></p>`,
  });
}

function section(
  kind: Contact['kind'],
  contacts: readonly Contact[],
  words: HttpWords,
): Html | null {
  const shown = contacts.filter((one) => one.kind === kind && !EMERGENCY.has(one.value));
  if (shown.length === 0) return null;
  return html`<h2>${words.page(`help.${kind}`)}</h2>
    <ul class="plain rows">
      ${shown.map((one) => line(one, words))}
    </ul>`;
}

function line({ name, value, hours, note, district, basis }: Contact, words: HttpWords): Html {
  return html`<li class="reach">
    <strong>${name}</strong>
    <span
      >${value !== name && reachable(value)}
      ${district !== '全国' && html`<span class="tag">${district}</span>`}</span
    >
    <span class="small soft"
      >${[
        hours && words.page('help.hours', { hours }),
        note,
        basis === 'second-hand' && words.page('help.second-hand'),
      ]
        .filter(Boolean)
        .join('；')}</span
    >
  </li>`;
}
