import { guarded, type Sheet, type SheetRow } from './sheet.ts';

// Excel reads a file without this mark in the local code page and shows Chinese as rubbish.
const BYTE_ORDER_MARK = '\ufeff';

/** RFC 4180, every cell in quotes, no cell a formula; page by page. */
export async function* csvOf({ headings, pages }: Sheet): AsyncGenerator<Uint8Array> {
  yield lines([headings], BYTE_ORDER_MARK);
  for await (const rows of pages) if (rows.length > 0) yield lines(rows);
}

function lines(rows: readonly SheetRow[], start = ''): Uint8Array {
  const written = rows.map((row) => `${row.map(cellOf).join(',')}\r\n`);
  return new TextEncoder().encode(start + written.join(''));
}

function cellOf(value: string | number): string {
  const text = typeof value === 'number' ? String(value) : guarded(value);
  return `"${text.replaceAll('"', '""')}"`;
}
