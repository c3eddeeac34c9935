import { type FieldProblem } from '../../errors.ts';
import { KINDS } from '../../tickets/ticket.ts';
import { type FiledTicket } from '../../tickets/tickets.ts';
import { type Html, html } from '../html.ts';
import { type HttpWords } from '../words.ts';
import { layout } from './layout.ts';
import { plainDate } from '../../text.ts';
import { field, icon, options, papers, paragraphs, problemList } from './parts.ts';

/** What stands in the form; everything as it was typed. */
export interface ComplaintFields {
  readonly kind: string;
  readonly text: string;
  readonly programme: string;
  readonly district: string;
  readonly town: string;
  readonly incidentDate: string;
  /** open, confidential or anonymous. */
  readonly privacy: string;
  readonly name: string;
  readonly phone: string;
  readonly consent: string;
  /** The same for every try to send this form. */
  readonly key: string;
}

export interface ComplaintParts {
  readonly words: HttpWords;
  readonly fields: ComplaintFields;
  readonly problems: readonly FieldProblem[];
  /** Said above the form: it was sent before, or could not be stored. Null for a form that is new. */
  readonly notice: string | null;
  /** True when a like complaint is on file: the button then says "send anyway". */
  readonly again: boolean;
  /** Files had been chosen, and have to be chosen once more. */
  readonly filesAgain: boolean;
  readonly districts: readonly string[];
  readonly towns: readonly string[];
  readonly programmes: readonly string[];
  /** `YYYY-MM-DD`; nothing happened after today. */
  readonly today: string;
  readonly longestText: number;
}

export const PRIVACY = ['open', 'confidential', 'anonymous'] as const;

/** Complaint, report, suggestion or request, in the order in which a person tells it. */
export function complaintPage(parts: ComplaintParts): Html {
  const { words, problems, notice, fields, again } = parts;
  const title = words.page('complaint.title');
  return layout({
    title: problems.length > 0 ? words.page('form.problem-title', { title }) : title,
    here: '/complaint',
    words,
    main: html`<h1>${title}</h1>
      <p class="lead">${words.page('complaint.lead')}</p>
      ${notice !== null && html`<p class="alarm" role="alert">${notice}</p>`}
      ${problemList(problems, words)}
      <form method="post" action="/complaint" enctype="multipart/form-data" novalidate>
        <input type="hidden" name="key" value="${fields.key}" />
        <input type="hidden" name="notice" value="${words.page('consent.version')}" />
        ${again && html`<input type="hidden" name="again" value="yes" />`} ${matter(parts)}
        ${place(parts)} ${files(parts)} ${person(parts)} ${consent(parts)}
        <div class="actions">
          <button class="main-action">
            ${words.page(again ? 'complaint.send-again' : 'complaint.send')}
          </button>
        </div>
      </form>`,
  });
}

function problemOf({ problems }: ComplaintParts, name: string): string | undefined {
  return problems.find((one) => one.field === name)?.message;
}

function matter(parts: ComplaintParts): Html {
  const { words, fields, longestText, today } = parts;
  return html`${radios(parts, 'kind', KINDS)}
    ${field({
      id: 'text',
      label: words.page('complaint.text'),
      hint: words.page('complaint.text-hint', { most: longestText }),
      problem: problemOf(parts, 'text'),
      control: (tied) => html`<textarea ${tied} rows="7" required>${fields.text}</textarea>`,
    })}
    <div class="pair">
      ${field({
        id: 'programme',
        label: words.page('complaint.programme'),
        problem: problemOf(parts, 'programme'),
        control: (tied) =>
          html`<select ${tied}>
            ${options(named(parts.programmes), fields.programme, words.page('complaint.unsure'))}
          </select>`,
      })}
      ${field({
        id: 'incidentDate',
        label: words.page('complaint.date'),
        hint: words.page('complaint.date-hint'),
        problem: problemOf(parts, 'incidentDate'),
        control: (tied) =>
          html`<input ${tied} type="date" max="${today}" value="${fields.incidentDate}" />`,
      })}
    </div>`;
}

function place(parts: ComplaintParts): Html {
  const { words, fields } = parts;
  return html`<div class="pair">
    ${field({
      id: 'district',
      label: words.page('complaint.district'),
      problem: problemOf(parts, 'district'),
      control: (tied) =>
        html`<select ${tied} data-remember>
          ${options(named(parts.districts), fields.district, words.page('ask.no-district'))}
        </select>`,
    })}
    ${field({
      id: 'town',
      label: words.page('complaint.town'),
      hint: words.page('complaint.town-hint'),
      problem: problemOf(parts, 'town'),
      control: (tied) =>
        html`<input ${tied} list="towns" autocomplete="off" value="${fields.town}" />
          <datalist id="towns">
            ${parts.towns.map((name) => html`<option value="${name}"></option>`)}
          </datalist>`,
    })}
  </div>`;
}

function files(parts: ComplaintParts): Html {
  const { words, filesAgain } = parts;
  return field({
    id: 'files',
    label: words.page('complaint.files'),
    hint: words.page('complaint.files-hint'),
    problem:
      problemOf(parts, 'files') ?? (filesAgain ? words.page('complaint.files-again') : undefined),
    control: (tied) =>
      html`<input
        ${tied}
        type="file"
        multiple
        accept="image/jpeg,image/png,application/pdf"
        data-shrink
      />`,
  });
}

function person(parts: ComplaintParts): Html {
  const { words, fields } = parts;
  return html`${radios(parts, 'privacy', PRIVACY)}
    <div class="pair">
      ${field({
        id: 'name',
        label: words.page('complaint.name'),
        hint: words.page('complaint.name-hint'),
        problem: problemOf(parts, 'name'),
        control: (tied) => html`<input ${tied} autocomplete="name" value="${fields.name}" />`,
      })}
      ${field({
        id: 'phone',
        label: words.page('complaint.phone'),
        hint: words.page('complaint.phone-hint'),
        problem: problemOf(parts, 'phone'),
        control: (tied) =>
          html`<input
            ${tied}
            type="tel"
            inputmode="tel"
            autocomplete="tel"
            value="${fields.phone}"
          />`,
      })}
    </div>`;
}

function named(names: readonly string[]): readonly { value: string; label: string }[] {
  return names.map((name) => ({ value: name, label: name }));
}

function radios(parts: ComplaintParts, name: 'kind' | 'privacy', values: readonly string[]): Html {
  const { words, fields } = parts;
  const problem = problemOf(parts, name);
  return html`<fieldset
    id="${name}"
    ${problem ? html` class="wrong" aria-describedby="${name}-problem"` : ''}
  >
    <legend>${words.page(`complaint.${name}`)}</legend>
    ${problem && html`<span class="problem" id="${name}-problem">${problem}</span>`}
    <div class="choices wide">
      ${values.map(
        (value) =>
          html`<label class="choice">
            <input
              type="radio"
              name="${name}"
              value="${value}"
              ${fields[name] === value ? html` checked` : ''}
            />
            <span
              ><strong>${words.page(`complaint.${name}.${value}`)}</strong><br /><span class="hint"
                >${words.page(`complaint.${name}.${value}.what`)}</span
              ></span
            >
          </label>`,
      )}
    </div>
  </fieldset>`;
}

/** Who keeps what, why, for how long, and what the person may ask for: before anything is taken. */
function consent(parts: ComplaintParts): Html {
  const { words, fields } = parts;
  const problem = problemOf(parts, 'consent');
  const facts = ['who', 'why', 'how-long', 'rights'];
  return html`<fieldset
    id="consent"
    ${problem ? html` class="wrong" aria-describedby="consent-problem"` : ''}
  >
    <legend>${words.page('consent.title')}</legend>
    <dl class="facts card">
      ${facts.map(
        (key) =>
          html`<dt>${words.page(`consent.${key}`)}</dt>
            <dd>${words.page(`consent.${key}.text`)}</dd>`,
      )}
    </dl>
    ${problem && html`<span class="problem" id="consent-problem">${problem}</span>`}
    <label class="choice"
      ><input
        type="checkbox"
        name="consent"
        value="yes"
        ${fields.consent === 'yes' ? html` checked` : ''}
      />
      ${words.page('consent.agree')}</label
    >
  </fieldset>`;
}

/** The receipt: what the person needs to come back, on screen and on paper. */
export function receiptPage(
  filed: FiledTicket,
  kind: string,
  { words, files }: { readonly words: HttpWords; readonly files: number },
): Html {
  const { number, queryCode, acceptBy, dueDate, clock } = filed;
  const line = (key: string, value: Html | string): Html =>
    html`<dt>${words.page(`receipt.${key}`)}</dt>
      <dd>${value}</dd>`;
  return layout({
    title: words.page('receipt.title'),
    here: '/complaint',
    words,
    main: html`<h1>${words.page('receipt.title')}</h1>
      <p class="lead">${words.page('receipt.lead', { kind })}</p>
      <section class="card receipt">
        <dl class="facts">
          ${line('number', html`<span class="big">${number}</span>`)}
          ${line('code', html`<span class="big">${queryCode}</span>`)}
          ${line('accept-by', plainDate(acceptBy))}
          ${line('due', html`<strong>${plainDate(dueDate)}</strong>`)}
        </dl>
        ${paragraphs(clock)}
        ${files > 0 && html`<p>${words.page('receipt.files', { n: files })}</p>`}
      </section>
      <p class="note">${words.page('receipt.keep')}</p>
      <div class="actions with-script">
        <button
          type="button"
          data-act="copy"
          data-copy="${words.page('receipt.copied-text', { number, code: queryCode, due: plainDate(dueDate) })}"
          data-done="${words.page('copied')}"
        >
          ${icon('copy')}${words.page('copy')}
        </button>
        <button type="button" data-act="print">${icon('print')}${words.page('print')}</button>
      </div>
      <form method="post" action="/progress" class="actions">
        <input type="hidden" name="number" value="${number}" />
        <input type="hidden" name="code" value="${queryCode}" />
        <button class="main-action">${words.page('receipt.look')}</button>
      </form>
      ${papers(number, queryCode, words)}
      <h2>${words.page('receipt.next')}</h2>
      <ol>
        ${['next-1', 'next-2', 'next-3'].map((key) => html`<li>${words.page(`receipt.${key}`)}</li>`)}
      </ol>`,
  });
}
