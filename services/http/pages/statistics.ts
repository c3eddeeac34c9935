import { type PublicCount, type PublicStatistics } from '../../tickets/public-statistics.ts';
import { type Html, html } from '../html.ts';
import { type HttpWords } from '../words.ts';
import { layout } from './layout.ts';
import { plainDate } from '../../text.ts';

const SHARES = ['response', 'closedInTime', 'told', 'resolved', 'satisfied', 'notReached'] as const;

/** Anonymous figures: each share with what it is a share of. */
export function statisticsPage(statistics: PublicStatistics, words: HttpWords): Html {
  const { from, to, filed, kinds, districts } = statistics;
  const period = words.page('period.closed', { from: plainDate(from), to: plainDate(to) });
  return layout({
    title: words.page('statistics.title'),
    words,
    main: html`<h1>${words.page('statistics.title')}</h1>
      <p class="lead">${words.page('statistics.lead')}</p>
      <p class="card">
        ${period}<br />${words.page('statistics.filed')}：<span class="big"
          >${counted(filed, words)}</span
        >
      </p>
      <div class="table" tabindex="0" role="region" aria-label="${words.page('statistics.rates')}">
        <table class="shares">
          <caption>
            ${words.page('statistics.rates')}
          </caption>
          <tbody>
            ${SHARES.map((key) => shareRow(key, statistics, words))}
          </tbody>
        </table>
      </div>
      ${counts(words.page('statistics.kinds'), kinds, words)}
      ${counts(words.page('statistics.districts'), districts, words)}
      <p class="small soft">${words.page('statistics.note')}</p>`,
  });
}

function counted(count: PublicCount, words: HttpWords): string {
  return count === null ? words.page('statistics.few') : words.page('statistics.count', { count });
}

function shareRow(
  key: (typeof SHARES)[number],
  statistics: PublicStatistics,
  words: HttpWords,
): Html {
  const share = statistics[key];
  return html`<tr>
    <th scope="row">
      ${words.page(`statistics.${key}`)}<br /><span class="small soft"
        >${words.page(`statistics.${key}.what`)}</span
      >
    </th>
    <td class="number">
      ${
        share === null
          ? words.page('statistics.too-few')
          : html`<strong>${Math.round((share.count / share.of) * 100)}%</strong><br /><span
                class="small soft"
                >${words.page('statistics.share', { count: share.count, of: share.of })}</span
              >`
      }
    </td>
  </tr>`;
}

function counts(
  title: string,
  lines: readonly { readonly name: string | null; readonly count: PublicCount }[],
  words: HttpWords,
): Html | null {
  if (lines.length === 0) return null;
  return html`<h2>${title}</h2>
    <dl class="facts card">
      ${lines.map(
        ({ name, count }) =>
          html`<dt>${name ?? words.page('statistics.unknown')}</dt>
            <dd>${counted(count, words)}</dd>`,
      )}
    </dl>`;
}
