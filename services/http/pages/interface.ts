import { z } from 'zod';
import { type Html, html } from '../html.ts';
import { type Route } from '../route.ts';
import { type HttpWords } from '../words.ts';
import { layout } from './layout.ts';

/** The interface for integrators to browse: every route with its fields, from the same declarations. */
export function interfacePage(routes: readonly Route[], words: HttpWords): Html {
  const shown = routes.filter(({ produces }) => produces !== 'text/html');
  const main = html`<h1>${words.page('interface.title')}</h1>
    <p>${words.page('interface.intro')}</p>
    <p><a href="/api/openapi.json">openapi.json</a></p>
    ${shown.map((route) => section(route, words))}`;
  return layout({ title: words.page('interface.title'), main, words });
}

function section(route: Route, words: HttpWords): Html {
  const { id, method, path, summary, access } = route;
  const roles = access.kind === 'staff' ? access.roles.join(', ') : '';
  return html`<section id="${id}">
    <h2>${method.toUpperCase()} ${path}</h2>
    <p lang="en">${summary}</p>
    ${access.kind === 'staff' && html`<p>${words.page('interface.roles', { roles })}</p>`}
    ${schemaBlock(words.page('interface.params'), route.params)}
    ${schemaBlock(words.page('interface.query'), route.query)}
    ${schemaBlock(words.page('interface.body'), route.body)}
    ${schemaBlock(words.page('interface.reply'), route.response, 'output')}
  </section>`;
}

function schemaBlock(
  title: string,
  schema: z.ZodType | undefined,
  io: 'input' | 'output' = 'input',
): Html | null {
  if (!schema) return null;
  const described = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  const text = JSON.stringify(
    described,
    (key, value: unknown) => (key === '$schema' ? undefined : value),
    2,
  );
  return html`<details>
    <summary>${title}</summary>
    <pre>${text}</pre>
  </details>`;
}
