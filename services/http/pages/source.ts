import { type Clause, type Knowledge, type Source } from '../../../knowledge/index.ts';
import { type Html, html } from '../html.ts';
import { type HttpWords } from '../words.ts';
import { layout } from './layout.ts';
import { plainDate } from '../../text.ts';
import { icon } from './parts.ts';

export interface SourceParts {
  readonly words: HttpWords;
  readonly knowledge: Knowledge;
  /** `YYYY-MM-DD`. */
  readonly today: string;
}

/** One document by article: what is in force, since when, what replaced it, whose words these are, where the original is. */
export function sourcePage(source: Source, parts: SourceParts): Html {
  const { words } = parts;
  const { title, clauses, doubt, wording } = source;
  return layout({
    title,
    here: '/policy',
    words,
    main: html`<p class="small screen-only"><a href="/policy">${words.page('policy.back')}</a></p>
      <h1>${title}</h1>
      <p>
        ${standing(source.inForce, parts)}
        <span class="tag">${words.page(`wording.${wording}`)}</span>
      </p>
      ${facts(source, parts)}
      ${wording === 'digest' && html`<p class="note">${words.page('source.digest-note')}</p>`}
      ${doubt !== null && html`<p class="alarm">${words.page('source.doubt', { doubt })}</p>`}
      <div class="actions with-script">
        <button type="button" data-act="print">${icon('print')}${words.page('print')}</button>
      </div>
      <nav aria-label="${words.page('source.articles')}" class="screen-only">
        <details class="fold">
          <summary>${words.page('source.contents', { count: clauses.length })}</summary>
          <ul class="plain rows">
            ${clauses.map(
              ({ anchor, article, heading }) =>
                html`<li><a href="#${encodeURIComponent(anchor)}">${article} ${heading}</a></li>`,
            )}
          </ul>
        </details>
      </nav>
      ${clauses.map((clause) => clauseSection(clause, source, parts))}
      <p class="paper-only">${words.page('source.printed', { date: plainDate(parts.today) })}</p>`,
  });
}

/** Whether a document or clause counts today. */
export function standing(
  { from, to }: Source['inForce'],
  { words, today }: Pick<SourceParts, 'words' | 'today'>,
): Html {
  if (from > today)
    return html`<span class="tag warn"
      >${words.page('standing.future', { date: plainDate(from) })}</span
    >`;
  if (to !== null && to < today)
    return html`<span class="tag warn"
      >${words.page('standing.past', { date: plainDate(to) })}</span
    >`;
  return html`<span class="tag on">${words.page('standing.now')}</span>`;
}

function facts(source: Source, { words, knowledge }: SourceParts): Html {
  const fact = (key: string, value: Html | string | null): Html | null =>
    value === null
      ? null
      : html`<dt>${words.page(`source.${key}`)}</dt>
          <dd>${value}</dd>`;
  const { docNumber, issuer, issued, inForce, level, jurisdiction, replaces, replacedBy } = source;
  return html`<dl class="facts card">
    ${fact('number', docNumber)} ${fact('issuer', issuer)}
    ${fact('issued', issued === null ? null : plainDate(issued))}
    ${fact('in-force', period(inForce, words))} ${fact('level', level)}
    ${fact('jurisdiction', jurisdiction)}
    ${fact('replaces', replaces.length > 0 ? joined(replaces.map((one) => linked(one, knowledge))) : null)}
    ${fact('replaced-by', replacedBy === null ? null : linked(replacedBy, knowledge))}
    ${fact('published', source.published)} ${fact('checked', plainDate(source.checked))}
  </dl>`;
}

function period({ from, to }: Source['inForce'], words: HttpWords): string {
  return to === null
    ? words.page('period.open', { from: plainDate(from) })
    : words.page('period.closed', { from: plainDate(from), to: plainDate(to) });
}

/** Another document by id or number: a link where we hold it. */
function linked(name: string, knowledge: Knowledge): Html {
  const [id = '', anchor] = name.split('#');
  const source =
    knowledge.source(id) ?? knowledge.sources().find(({ docNumber }) => docNumber === name) ?? null;
  if (source === null) return html`${name}`;
  const article = anchor === undefined ? '' : (knowledge.clause(name)?.article ?? '');
  const hash = anchor === undefined ? '' : `#${encodeURIComponent(anchor)}`;
  return html`<a href="/policy/${encodeURIComponent(source.id)}${hash}"
    >${source.title}${article && ` ${article}`}</a
  >`;
}

function joined(links: readonly Html[]): Html {
  return html`${links.map((link, at) => html`${at > 0 ? '、' : ''}${link}`)}`;
}

function clauseSection(clause: Clause, source: Source, parts: SourceParts): Html {
  const { words } = parts;
  const { anchor, article, heading, text, inForce, district, basis, replacedBy, doubt } = clause;
  const ownPeriod = inForce.from !== source.inForce.from || inForce.to !== source.inForce.to;
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return html`<section class="clause" id="${anchor}" aria-labelledby="title-${anchor}">
    <h2 id="title-${anchor}">${article} ${heading}</h2>
    ${
      (ownPeriod || district !== source.jurisdiction) &&
      html`<p class="small soft">
        ${ownPeriod && html`${standing(inForce, parts)} ${period(inForce, words)}&emsp; `}
        ${district !== source.jurisdiction && words.page('source.only-in', { district })}
      </p>`
    }
    ${
      source.wording === 'official'
        ? lines.map((line) => html`<p class="quote">${line}</p>`)
        : html`<ul>
            ${lines.map((line) => html`<li>${line}</li>`)}
          </ul>`
    }
    ${basis === 'second-hand' && html`<p class="small soft">${words.page('source.second-hand')}</p>`}
    ${doubt !== null && html`<p class="small soft">${words.page('source.doubt', { doubt })}</p>`}
    ${
      replacedBy !== null &&
      html`<p class="small">
        ${words.page('source.replaced-by')}：${linked(replacedBy, parts.knowledge)}
      </p>`
    }
  </section>`;
}
