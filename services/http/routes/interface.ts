import { interfacePage } from '../pages/interface.ts';
import { openApi } from '../open-api.ts';
import { bytes, page } from '../reply.ts';
import { publicRoute, type Route } from '../route.ts';
import { type HttpWords } from '../words.ts';

/** The description of all routes, for programs and to browse. Describes itself as well. */
export function interfaceRoutes(
  routes: readonly Route[],
  version: string,
  words: HttpWords,
): readonly Route[] {
  const own: Route[] = [
    publicRoute({
      id: 'interface.json',
      method: 'get',
      path: '/api/openapi.json',
      summary: 'This interface as OpenAPI 3.1',
      limit: 'read',
      produces: 'application/json',
      handle: () => bytes('application/json; charset=utf-8', described()),
    }),
    publicRoute({
      id: 'interface.page',
      method: 'get',
      path: '/api/docs',
      summary: 'This interface to browse',
      limit: 'read',
      produces: 'text/html',
      handle: () => page(browsed()),
    }),
  ];
  const all = [...routes, ...own];
  const described = once(() => Buffer.from(JSON.stringify(openApi(all, version))));
  const browsed = once(() => interfacePage(all, words));
  return own;
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => (made ??= { value: make() }).value;
}
