import { type FieldProblem } from '../../errors.ts';
import { type OutcomeNotice, type Progress } from '../../tickets/tickets.ts';
import { type Html, html } from '../html.ts';
import { type HttpWords } from '../words.ts';
import { layout } from './layout.ts';
import { plainDate } from '../../text.ts';
import { field, icon, papers, paragraphs, problemList } from './parts.ts';

/** Number and query code, as typed. */
export interface Look {
  readonly number: string;
  readonly code: string;
}

export interface LookUpParts {
  readonly words: HttpWords;
  readonly look: Look;
  readonly problems: readonly FieldProblem[];
}

/** Where a person asks how their matter stands: by post, so that the code stands in no address and no log. */
export function lookUpPage({ words, look, problems }: LookUpParts): Html {
  const problem = (name: string): string | undefined =>
    problems.find((one) => one.field === name)?.message;
  return layout({
    title: words.page('progress.title'),
    here: '/progress',
    words,
    main: html`<h1>${words.page('progress.title')}</h1>
      <p class="lead">${words.page('progress.lead')}</p>
      ${problemList(problems, words)}
      <form method="post" action="/progress" novalidate>
        ${field({
          id: 'number',
          label: words.page('progress.number'),
          hint: words.page('progress.number-hint'),
          problem: problem('number'),
          control: (tied) =>
            html`<input
              ${tied}
              autocomplete="off"
              inputmode="text"
              maxlength="40"
              value="${look.number}"
            />`,
        })}
        ${field({
          id: 'code',
          label: words.page('progress.code'),
          hint: words.page('progress.code-hint'),
          problem: problem('code'),
          control: (tied) =>
            html`<input
              ${tied}
              autocomplete="off"
              autocapitalize="characters"
              spellcheck="false"
              maxlength="40"
              value="${look.code}"
            />`,
        })}
        <button class="main-action">${icon('search')}${words.page('progress.go')}</button>
      </form>
      <p>${words.page('progress.lost')} <a href="/help">${words.page('nav.help')}</a></p>`,
  });
}

export interface ProgressParts {
  readonly words: HttpWords;
  readonly progress: Progress;
  readonly look: Look;
  /** What just happened, or why it did not. */
  readonly done: string | null;
  readonly problems: readonly FieldProblem[];
}

/** How a matter stands, the outcome with its reasons, and what the person may do now. */
export function progressPage(parts: ProgressParts): Html {
  const { words, progress, look, done, problems } = parts;
  const { number, kind, status, meaning, filedAt, dueDate, clock, timeline, notice } = progress;
  const open = notice === undefined;
  return layout({
    title: words.page('progress.of', { number }),
    here: '/progress',
    words,
    main: html`<h1>
        ${words.page('progress.heading')} <span class="number-plate">${number}</span>
      </h1>
      ${done !== null && html`<p class="note" role="status">${done}</p>`}
      ${problemList(problems, words)}
      <section class="card">
        <p><span class="tag on">${status}</span> <strong>${meaning}</strong></p>
        <dl class="facts">
          <dt>${words.page('progress.kind')}</dt>
          <dd>${kind}</dd>
          <dt>${words.page('progress.filed')}</dt>
          <dd>${plainDate(filedAt)}</dd>
          ${
            open &&
            html`<dt>${words.page('progress.due')}</dt>
              <dd><strong>${plainDate(dueDate)}</strong></dd>`
          }
        </dl>
        ${open && html`<div class="small soft">${paragraphs(clock)}</div>`}
      </section>
      ${notice !== undefined && outcome(notice, words)} ${actions(parts)}
      <h2>${words.page('progress.steps')}</h2>
      <ol class="steps">
        ${timeline.map(
          ({ at, what, by }) =>
            html`<li>
              <span class="small soft">${timeOf(at)}${by && `\u3000${by}`}</span><br />${what}
            </li>`,
        )}
      </ol>
      ${open && papers(look.number, look.code, words)}
      <div class="actions with-script">
        <button type="button" data-act="print">${icon('print')}${words.page('print')}</button>
      </div>`,
  });
}

function timeOf(at: string): string {
  return `${plainDate(at)} ${at.slice(11, 16)}`;
}

/** 告知书: in the order in which a person reads it. */
function outcome(notice: OutcomeNotice, words: HttpWords): Html {
  const part = (key: string, content: Html | string): Html =>
    html`<dt>${words.page(`outcome.${key}`)}</dt>
      <dd>${content}</dd>`;
  const { review } = notice;
  return html`<section class="card" aria-labelledby="outcome">
    <h2 id="outcome">${words.page('outcome.title', { class: notice.class })}</h2>
    ${paragraphs(notice.plain)}
    <details class="fold">
      <summary>${words.page('outcome.whole')}</summary>
      <dl class="facts">
        ${part('asked', notice.asked)} ${part('found', notice.found)} ${part('class', notice.class)}
        ${part('reasons', notice.reasons)}
        ${part(
          'clauses',
          html`<ul>
            ${notice.clauses.map(
              ({ title, article, quote, wording }) =>
                html`<li>
                  ${title} ${article}
                  <span class="tag">${words.page(`wording.${wording}`)}</span
                  ><br />${wording === 'official' ? html`<q>${quote}</q>` : quote}
                </li>`,
            )}
          </ul>`,
        )}
        ${part('next', notice.nextSteps)}
        ${part('review', words.page('outcome.review-text', { route: review.route, body: review.body, day: plainDate(review.lastDay) }))}
        ${part('contact', notice.contact)} ${part('decided', plainDate(notice.decidedOn))}
      </dl>
    </details>
  </section>`;
}

function actions(parts: ProgressParts): Html {
  const { words, progress } = parts;
  const { may, question } = progress;
  return html`${
    question !== undefined &&
    html`<section class="card" aria-labelledby="question">
      <h2 id="question">${words.page('relabel.title')}</h2>
      <p>${question.text}</p>
      ${form(
        parts,
        '/progress/answer',
        html` <button class="main-action" name="agrees" value="no">
            ${words.page('relabel.no')}
          </button>
          <button name="agrees" value="yes">${words.page('relabel.yes')}</button>`,
      )}
    </section>`
  }
  ${
    may.receipt &&
    html`<section class="card">
      <p>${words.page('told.ask')}</p>
      ${form(parts, '/progress/receipt', html`<button class="main-action">${icon('yes')}${words.page('told.yes')}</button>`)}
    </section>`
  }
  ${may.rate && rating(parts)} ${may.reopen && reopening(parts)}`;
}

/** A form about this ticket: number and code travel in the body. */
function form({ look }: ProgressParts, action: string, content: Html): Html {
  return html`<form method="post" action="${action}" novalidate>
    <input type="hidden" name="number" value="${look.number}" />
    <input type="hidden" name="code" value="${look.code}" />
    ${content}
  </form>`;
}

function rating(parts: ProgressParts): Html {
  const { words, problems } = parts;
  const problem = problems.find(({ field: name }) => name === 'ratings')?.message;
  return html`<section class="card" aria-labelledby="ratings">
    <h2 id="ratings" tabindex="-1">${words.page('rating.title')}</h2>
    ${form(
      parts,
      '/progress/rating',
      html`${scale('treatment', words)} ${scale('outcome', words)}
        ${problem && html`<p class="problem">${problem}</p>`}
        ${field({ id: 'comment', label: words.page('rating.comment'), control: (tied) => html`<textarea ${tied} rows="2" maxlength="500"></textarea>` })}
        <button class="main-action">${words.page('rating.send')}</button>`,
    )}
  </section>`;
}

function scale(name: 'treatment' | 'outcome', words: HttpWords): Html {
  return html`<fieldset>
    <legend>${words.page(`rating.${name}`)}</legend>
    <div class="choices">
      ${[5, 4, 3, 2, 1].map(
        (value) =>
          html`<label class="choice"
            ><input type="radio" name="${name}" value="${value}" />
            ${words.page(`rating.${value}`)}</label
          >`,
      )}
    </div>
  </fieldset>`;
}

function reopening(parts: ProgressParts): Html {
  const { words, problems } = parts;
  return html`<section class="card">
    <h2>${words.page('reopen.title')}</h2>
    <p>${words.page('reopen.lead')}</p>
    ${form(
      parts,
      '/progress/reopen',
      html`${field({
          id: 'reason',
          label: words.page('reopen.reason'),
          problem: problems.find(({ field: name }) => name === 'reason')?.message,
          control: (tied) => html`<textarea ${tied} rows="3" maxlength="500"></textarea>`,
        })} <button>${words.page('reopen.send')}</button>`,
    )}
  </section>`;
}
