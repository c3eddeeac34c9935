import { type Citation } from '../../../knowledge/index.ts';
import { type EnquiryAnswer } from '../../enquiry/enquiry.ts';
import { type Html, html } from '../html.ts';
import { type HomeParts, questionForm } from './home.ts';
import { layout } from './layout.ts';
import { plainDate } from '../../text.ts';
import { icon, paragraphs, reachable } from './parts.ts';

/** The answer to one question, without script: the same as in the chat. */
export function answerPage(parts: HomeParts, question: string, answer: EnquiryAnswer): Html {
  const { words } = parts;
  const { text, citations, contacts, suggestions, asOf, district } = answer;
  return layout({
    title: words.page('answer.title'),
    here: '/',
    words,
    main: html`<p class="soft">${words.page('answer.asked', { question })}</p>
      <h1 class="unseen">${words.page('answer.title')}</h1>
      <section class="card${answer.outcome === 'urgent' ? ' alarm' : ''}">
        ${paragraphs(text)}
        <p class="small soft">
          ${words.page('answer.scope', { date: plainDate(asOf), place: district ?? parts.place })}
        </p>
      </section>
      ${
        citations.length > 0 &&
        html`<h2>${words.page('answer.basis')}</h2>
          <ul class="plain rows">
            ${citations.map((one) => citation(one, parts))}
          </ul>`
      }
      ${
        contacts.length > 0 &&
        html`<h2>${words.page('answer.contacts')}</h2>
          <ul class="plain rows">
            ${contacts.map(({ name, value }) => html`<li>${name}：${reachable(value)}</li>`)}
          </ul>`
      }
      ${
        suggestions.length > 0 &&
        html`<h2>${words.page('answer.next')}</h2>
          <form method="post" action="/ask" class="actions">
            <input type="hidden" name="district" value="${district ?? ''}" />
            ${suggestions.map(
              (one) => html`<button type="submit" name="question" value="${one}">${one}</button>`,
            )}
          </form>`
      }
      <h2>${words.page('answer.again')}</h2>
      ${questionForm(parts, '', district ?? '')}
      <p class="actions">
        <a class="button" href="/complaint">${icon('speak-up')}${words.page('home.file')}</a>
      </p>`,
  });
}

function citation(
  { title, docNumber, article, quote, wording, url }: Citation,
  parts: HomeParts,
): Html {
  const { words } = parts;
  return html`<li>
    <a href="${url}">${title} ${article}</a>
    ${docNumber && html`<small class="soft">${docNumber}</small>`}<br />
    <span class="tag">${words.page(`wording.${wording}`)}</span>
    ${wording === 'official' ? html`<q>${quote}</q>` : quote}
  </li>`;
}
