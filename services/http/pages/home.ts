import { type District } from '../../../knowledge/index.ts';
import { type Html, html } from '../html.ts';
import { type HttpWords } from '../words.ts';
import { type ChatAssets } from './assets.ts';
import { layout } from './layout.ts';
import { type Need } from './needs.ts';
import { icon, options, pageData } from './parts.ts';

export interface HomeParts {
  readonly words: HttpWords;
  readonly needs: readonly Need[];
  readonly districts: readonly District[];
  readonly place: string;
  /** Null: no chat (not built, or switched off); the forms stay. */
  readonly chat: ChatAssets | null;
  readonly longestQuestion: number;
  /** Shown inside somebody else's page: the chat alone. */
  readonly embedded: boolean;
  /** A question that could not be answered, with the reason. */
  readonly typed?: {
    readonly question: string;
    readonly district: string;
    readonly problem: string;
  };
}

/**
 * The resident page as it works without script: a question, entrances by need, the other ways. The chat takes its place
 * as soon as it has loaded, so a slow phone can already ask.
 */
export function homePage(parts: HomeParts): Html {
  const { words, chat, needs, place, longestQuestion, embedded } = parts;
  const districts = placesIn(parts);
  const data = { place, needs, districts, longestQuestion, embedded };
  return layout({
    title: words.page('home.title'),
    here: '/',
    words,
    embedded,
    main: html`<div id="chat">${welcome(parts)}</div>
      ${pageData('chat-data', data)}`,
    head:
      chat === null
        ? html``
        : html`${chat.styles.map((path) => html`<link rel="stylesheet" href="${path}" />`)}
            <script type="module" src="${chat.script}"></script>`,
  });
}

/** Names of the districts below the place that the service speaks for. */
export function placesIn({
  districts,
  place,
}: Pick<HomeParts, 'districts' | 'place'>): readonly string[] {
  return districts.filter(({ parent }) => parent === place).map(({ name }) => name);
}

function welcome(parts: HomeParts): Html {
  const { words, needs, typed } = parts;
  return html`<h1>${words.page('home.title')}</h1>
    <p class="lead">${words.page('home.lead', { place: parts.place })}</p>
    ${typed !== undefined && html`<p class="alarm" role="alert">${typed.problem}</p>`}
    ${questionForm(parts, typed?.question ?? '', typed?.district ?? '')}
    <h2>${words.page('home.needs')}</h2>
    <form class="needs" method="post" action="/ask">
      ${needs.map(
        ({ label, icon: drawing, questions }) =>
          html`<details class="need">
            <summary>${icon(drawing)}${label}</summary>
            <div class="inside">
              ${questions.map(
                (question) =>
                  html`<button type="submit" name="question" value="${question}">
                    ${question}
                  </button>`,
              )}
            </div>
          </details>`,
      )}
      <details class="need">
        <summary>${icon('speak-up')}${words.page('home.complain')}</summary>
        <div class="inside">
          <a class="button" href="/complaint">${words.page('home.file')}</a>
          <a class="button" href="/progress">${words.page('home.progress')}</a>
        </div>
      </details>
    </form>`;
}

/** The form that asks without script. */
export function questionForm(
  {
    words,
    longestQuestion,
    ...places
  }: Pick<HomeParts, 'words' | 'longestQuestion' | 'districts' | 'place'>,
  question: string,
  district: string,
): Html {
  const choices = placesIn(places).map((name) => ({ value: name, label: name }));
  return html`<form class="ask" method="post" action="/ask">
    <label for="question">${words.page('ask.label')}</label>
    <textarea
      id="question"
      name="question"
      rows="2"
      maxlength="${longestQuestion}"
      required
      placeholder="${words.page('ask.placeholder')}"
    >
${question}</textarea>
    <div class="row">
      <div class="field">
        <label for="district">${words.page('ask.district')}</label>
        <select id="district" name="district" data-remember>
          ${options(choices, district, words.page('ask.no-district'))}
        </select>
      </div>
      <button class="main-action">${words.page('ask.send')}</button>
    </div>
  </form>`;
}
