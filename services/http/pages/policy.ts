import {
  type ClauseHit,
  LEVELS,
  PROGRAMMES,
  type Programme,
  type Source,
} from '../../../knowledge/index.ts';
import { type Html, html } from '../html.ts';
import { layout } from './layout.ts';
import { type Need } from './needs.ts';
import { plainDate } from '../../text.ts';
import { icon } from './parts.ts';
import { standing, type SourceParts } from './source.ts';

export interface PolicyParts extends SourceParts {
  readonly needs: readonly Need[];
  /** What was searched; empty without. */
  readonly query: string;
  readonly hits: readonly ClauseHit[];
  readonly programme: Programme | null;
}

const MOST_QUESTIONS = 60;

/** The policy to leaf through: by need, by programme, by a word. */
export function policyPage(parts: PolicyParts): Html {
  const { words, query, programme } = parts;
  const title = programme === null ? words.page('policy.title') : programme;
  return layout({
    title,
    here: '/policy',
    words,
    main: html`${
        programme !== null &&
        html`<p class="small"><a href="/policy">${words.page('policy.back')}</a></p>`
      }
      <h1>${title}</h1>
      ${searchForm(parts)} ${query !== '' && results(parts)}
      ${programme === null ? browse(parts) : ofProgramme(programme, parts)}`,
  });
}

function searchForm({ words, query }: PolicyParts): Html {
  return html`<form method="get" action="/policy" role="search" class="row">
    <div class="field">
      <label for="q">${words.page('policy.search')}</label>
      <input id="q" name="q" type="search" value="${query}" maxlength="80" />
    </div>
    <button class="main-action">${icon('search')}${words.page('policy.go')}</button>
  </form>`;
}

function results({ words, query, hits }: PolicyParts): Html {
  if (hits.length === 0)
    return html`<section class="card" role="status">
      <p>${words.page('policy.nothing', { query })}</p>
      <form method="post" action="/ask">
        <button name="question" value="${query}">${words.page('policy.ask-instead')}</button>
      </form>
    </section>`;
  return html`<section aria-labelledby="found">
    <h2 id="found">${words.page('policy.found', { query, count: hits.length })}</h2>
    <ol class="plain rows">
      ${hits.map(
        ({ clause, source }) =>
          html`<li>
            <a href="/policy/${encodeURIComponent(source.id)}#${encodeURIComponent(clause.anchor)}"
              >${source.title} ${clause.article}</a
            >
            ${clause.heading}<br />
            <span class="soft">${marked(firstLines(clause.text), query)}</span>
          </li>`,
      )}
    </ol>
  </section>`;
}

const SHOWN = 110;

function firstLines(text: string): string {
  const joined = text.replaceAll('\n', ' ');
  return joined.length > SHOWN ? `${joined.slice(0, SHOWN)}…` : joined;
}

/** The words that were searched, marked. */
function marked(text: string, query: string): Html {
  const wanted = query.split(/\s+/u).filter((word) => word !== '' && text.includes(word));
  const [word] = wanted.sort((a, b) => b.length - a.length);
  if (word === undefined) return html`${text}`;
  return html`${text
    .split(word)
    .map((part, at) => html`${at > 0 && html`<mark>${word}</mark>`}${part}`)}`;
}

function browse(parts: PolicyParts): Html {
  const { words, needs, knowledge } = parts;
  const held = PROGRAMMES.filter((one) => sourcesOf(one, knowledge.sources()).length > 0);
  return html`<h2>${words.page('policy.by-need')}</h2>
    <ul class="plain needs">
      ${needs.map(
        ({ label, icon: drawing, programmes }) =>
          html`<li class="card">
            <p>${icon(drawing)} <strong>${label}</strong></p>
            <p>
              ${programmes.map((one) => html`<a href="${programmePath(one)}">${one}</a>&emsp; `)}
            </p>
          </li>`,
      )}
    </ul>
    <h2>${words.page('policy.by-programme')}</h2>
    <ul class="plain actions">
      ${held.map((one) => html`<li><a class="button" href="${programmePath(one)}">${one}</a></li>`)}
    </ul>
    ${coverageTable(parts)}
    <h2>${words.page('policy.all')}</h2>
    ${LEVELS.map((level) => ofLevel(level, parts))}
    <p><a href="/standards">${words.page('policy.standards')}</a></p>`;
}

/** How complete each programme is told here, and through which day it was checked. */
function coverageTable({ words, knowledge }: PolicyParts): Html | null {
  const lines = knowledge.coverage();
  if (lines.length === 0) return null;
  const head = (key: string): Html =>
    html`<th scope="col">${words.page(`policy.coverage.${key}`)}</th>`;
  return html`<h2>${words.page('policy.coverage')}</h2>
    <table class="stacked">
      <thead>
        <tr>
          ${['programme', 'status', 'checked'].map(head)}
        </tr>
      </thead>
      <tbody>
        ${lines.map(
          ({ programme, status, checked, note }) =>
            html`<tr>
              <th scope="row"><a href="${programmePath(programme)}">${programme}</a></th>
              <td>
                <span class="tag${status === 'complete' ? ' on' : ''}"
                  >${words.page(`policy.coverage.${status}`)}</span
                >
                ${note}
              </td>
              <td data-label="${words.page('policy.coverage.checked')}">${plainDate(checked)}</td>
            </tr>`,
        )}
      </tbody>
    </table>`;
}

function ofLevel(level: Source['level'], parts: PolicyParts): Html | null {
  const sources = parts.knowledge.sources().filter((one) => one.level === level);
  if (sources.length === 0) return null;
  return html`<details class="fold">
    <summary>${parts.words.page('policy.level', { level, count: sources.length })}</summary>
    ${sourceList(sources, parts)}
  </details>`;
}

function programmePath(programme: string): string {
  return `/policy?programme=${encodeURIComponent(programme)}`;
}

function sourcesOf(programme: Programme, sources: readonly Source[]): readonly Source[] {
  return sources.filter(({ programmes }) => programmes.includes(programme));
}

function ofProgramme(programme: Programme, parts: PolicyParts): Html {
  const { words, knowledge } = parts;
  const questions = knowledge
    .questions()
    .filter((one) => one.programme === programme && one.outcome === 'answered');
  return html`${
      questions.length > 0 &&
      html`<h2>${words.page('policy.questions')}</h2>
        <form method="post" action="/ask">
          <ul class="plain questions">
            ${questions.slice(0, MOST_QUESTIONS).map(
              ({ title }) =>
                html`<li>
                  <button type="submit" name="question" value="${title}">${title}</button>
                </li>`,
            )}
          </ul>
        </form>`
    }
    <h2>${words.page('policy.sources')}</h2>
    ${sourceList(sourcesOf(programme, knowledge.sources()), parts)}`;
}

// What counts today first; then the highest rank and the newest.
function sourceList(sources: readonly Source[], parts: SourceParts): Html {
  const sorted = [...sources].sort(
    (a, b) =>
      Number(isPast(a, parts.today)) - Number(isPast(b, parts.today)) ||
      b.inForce.from.localeCompare(a.inForce.from),
  );
  return html`<ul class="plain rows">
    ${sorted.map(
      (source) =>
        html`<li>
          <a href="/policy/${encodeURIComponent(source.id)}">${source.title}</a>
          ${standing(source.inForce, parts)}<br />
          <span class="small soft"
            >${[source.docNumber, source.issuer, source.jurisdiction].filter(Boolean).join('\u3000')}</span
          >
        </li>`,
    )}
  </ul>`;
}

function isPast({ inForce }: Source, today: string): boolean {
  return inForce.to !== null && inForce.to < today;
}
