import { type District, type Knowledge, type Standard } from '../../../knowledge/index.ts';
import { type Html, html } from '../html.ts';
import { type HttpWords } from '../words.ts';
import { placesIn } from './home.ts';
import { layout } from './layout.ts';
import { plainDate } from '../../text.ts';
import { options } from './parts.ts';

export interface StandardsParts {
  readonly words: HttpWords;
  readonly knowledge: Knowledge;
  /** Canonical name; null for all. */
  readonly district: string | null;
  /** `YYYY-MM-DD`. */
  readonly asOf: string;
  /** What was typed and not understood; null when all is well. */
  readonly problem: string | null;
}

/** Amounts in force on a day: for one district those that speak for it, otherwise all side by side. */
export function standardsPage(parts: StandardsParts): Html {
  const { words, knowledge, district, asOf, problem } = parts;
  const rows = standardsFor(knowledge, district, asOf);
  const place = district ?? words.page('standards.everywhere');
  return layout({
    title: words.page('standards.title'),
    here: '/standards',
    words,
    main: html`<h1>${words.page('standards.title')}</h1>
      <p class="lead">${words.page('standards.lead')}</p>
      ${filterForm(parts)} ${problem !== null && html`<p class="alarm" role="alert">${problem}</p>`}
      <h2>${words.page('standards.of', { place, date: plainDate(asOf) })}</h2>
      ${rows.length === 0 ? html`<p class="card">${words.page('standards.none')}</p>` : table(rows, parts)}
      <p class="note">${words.page('standards.missing')}</p>
      <p><a href="/help">${words.page('standards.ask')}</a></p>`,
  });
}

function filterForm({ words, knowledge, district, asOf }: StandardsParts): Html {
  const names = placesIn({ districts: knowledge.districts(), place: knowledge.place });
  const choices = names.map((name) => ({ value: name, label: name }));
  return html`<form method="get" action="/standards" class="row">
    <div class="field">
      <label for="district">${words.page('ask.district')}</label>
      <select id="district" name="district">
        ${options(choices, district ?? '', words.page('standards.everywhere'))}
      </select>
    </div>
    <div class="field">
      <label for="asOf">${words.page('standards.day')}</label>
      <input id="asOf" name="asOf" type="date" value="${asOf}" />
    </div>
    <button class="main-action">${words.page('standards.show')}</button>
  </form>`;
}

/** For a district, of each figure the one of the nearest place that has it. */
function standardsFor(
  knowledge: Knowledge,
  district: string | null,
  asOf: string,
): readonly Standard[] {
  if (district === null) return knowledge.standards({ asOf });
  const chain = placesAbove(district, knowledge.districts());
  const distance = (one: Standard): number => {
    const at = chain.indexOf(one.district);
    return at === -1 ? chain.length : at;
  };
  const nearest = new Map<string, Standard>();
  for (const one of knowledge.standards({ asOf, district })) {
    const key = `${one.key} ${one.area}`;
    const held = nearest.get(key);
    if (held === undefined || distance(one) < distance(held)) nearest.set(key, one);
  }
  return [...nearest.values()];
}

function placesAbove(district: string, districts: readonly District[]): readonly string[] {
  const chain = [district];
  let parent = districts.find(({ name }) => name === district)?.parent;
  while (parent !== undefined && !chain.includes(parent)) {
    chain.push(parent);
    parent = districts.find(({ name }) => name === chain.at(-1))?.parent;
  }
  return chain;
}

function table(rows: readonly Standard[], { words, knowledge }: StandardsParts): Html {
  const head = (key: string): Html =>
    html`<th scope="col" ${key === 'amount' ? html` class="number"` : ''}>
      ${words.page(`standards.${key}`)}
    </th>`;
  const label = (key: string): string => words.page(`standards.${key}`);
  return html`<table class="stacked">
    <thead>
      <tr>
        ${['name', 'amount', 'district', 'since', 'source'].map(head)}
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        (one) =>
          html`<tr>
            <th scope="row">
              ${one.name}${one.area === '统一' ? '' : `（${one.area}）`}<br /><span
                class="small soft"
                >${one.programme}</span
              >
            </th>
            <td class="number"><strong>${one.amount}</strong> ${one.unit}</td>
            <td data-label="${label('district')}">${one.district}</td>
            <td data-label="${label('since')}">${since(one, words)}</td>
            <td data-label="${label('source')}">
              ${sourceOf(one, knowledge)}
              ${one.hedge !== null && html`<br /><span class="small soft">${one.hedge}</span>`}
            </td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

function since({ inForce: { from, to } }: Standard, words: HttpWords): string {
  const values = { from: plainDate(from), to: plainDate(to ?? '') };
  return words.page(to === null ? 'period.open' : 'period.closed', values);
}

function sourceOf({ clauseId }: Standard, knowledge: Knowledge): Html {
  const clause = knowledge.clause(clauseId);
  const source = clause && knowledge.source(clause.sourceId);
  if (!clause || !source) return html``;
  return html`<a
    href="/policy/${encodeURIComponent(source.id)}#${encodeURIComponent(clause.anchor)}"
    >${source.title} ${clause.article}</a
  >`;
}
