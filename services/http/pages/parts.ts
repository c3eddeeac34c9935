import { type FieldProblem } from '../../errors.ts';
import { Html, html } from '../html.ts';
import { type HttpWords } from '../words.ts';

/** A drawing of `icons.svg`; says nothing to screen readers: the words stand beside it. */
export function icon(name: string): Html {
  return html`<svg class="icon" aria-hidden="true">
    <use href="/assets/icons.svg#${name}"></use>
  </svg>`;
}

/** Data for a script of the page. `<` is written as an escape, so that no text can end the element. */
export function pageData(id: string, data: unknown): Html {
  const text = JSON.stringify(data).replaceAll('<', '\\u003c');
  return html`<script type="application/json" id="${id}">
    ${new Html(text)}
  </script>`;
}

/** Lines of a text as paragraphs. */
export function paragraphs(text: string): readonly Html[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => html`<p>${line}</p>`);
}

export interface FieldFrame {
  readonly id: string;
  readonly label: string;
  readonly hint?: string | undefined;
  readonly problem?: string | undefined;
  readonly control: (attributes: Html) => Html;
}

/** Label, hint, what is wrong, control: tied together for screen readers. */
export function field({ id, label, hint, problem, control }: FieldFrame): Html {
  const described = [hint && `${id}-hint`, problem && `${id}-problem`].filter(Boolean).join(' ');
  const attributes = html`id="${id}"
  name="${id}"${described ? html` aria-describedby="${described}"` : ''}${problem ? html` aria-invalid="true"` : ''}`;
  return html`<div class="field${problem ? ' wrong' : ''}">
    <label for="${id}">${label}</label>
    ${hint ? html`<span class="hint" id="${id}-hint">${hint}</span>` : ''}
    ${problem ? html`<span class="problem" id="${id}-problem">${problem}</span>` : ''}
    ${control(attributes)}
  </div>`;
}

export interface Choice {
  readonly value: string;
  readonly label: string;
}

/** Options of a select, the chosen one marked; `none` is the empty first one. */
export function options(choices: readonly Choice[], chosen: string, none: string): Html {
  return html`<option value="">${none}</option>
    ${choices.map(
      ({ value, label }) =>
        html`<option value="${value}" ${value === chosen ? html` selected` : ''}>${label}</option>`,
    )}`;
}

/** What is wrong with a form, at its top: a list that leads to the fields. */
export function problemList(problems: readonly FieldProblem[], words: HttpWords): Html {
  if (problems.length === 0) return html``;
  return html`<div class="alarm" role="alert" tabindex="-1" id="problems">
    <h2>${words.page('form.problems')}</h2>
    <ul>
      ${problems.map(
        ({ field: name, message }) =>
          html`<li>${name === '' ? message : html`<a href="#${name}">${message}</a>`}</li>`,
      )}
    </ul>
  </div>`;
}

/** Phone numbers can be tapped, web pages opened; anything else is text. */
export function reachable(value: string): Html {
  if (/^\+?[\d-]{3,20}$/u.test(value)) return html`<a href="tel:${value}">${value}</a>`;
  if (/^https?:\/\//u.test(value)) return html`<a href="${value}" rel="noopener">${value}</a>`;
  return html`${value}`;
}

/** Where photos and papers can be added with script; without it they are taken at the window. */
export function papers(number: string, code: string, words: HttpWords): Html {
  return html`<section
    class="card with-script screen-only"
    data-papers
    data-number="${number}"
    data-code="${code}"
    data-done="${words.page('papers.done')}"
    data-kind="${words.page('papers.kind')}"
    data-size="${words.page('papers.size')}"
    data-failed="${words.page('papers.failed')}"
  >
    <label for="papers">${words.page('papers.label')}</label>
    <span class="hint">${words.page('papers.hint')}</span><br />
    <input id="papers" type="file" accept="image/jpeg,image/png,application/pdf" />
    <div role="status"><ul class="plain"></ul></div>
  </section>`;
}
