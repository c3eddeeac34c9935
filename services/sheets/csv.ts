import { guarded, type Sheet } from './sheet.ts';

// Excel reads a file without this mark in the local code page and shows Chinese as rubbish.
const BYTE_ORDER_MARK = '\ufeff';

/** RFC 4180, every cell in quotes, no cell a formula. */
export function csvOf({ headings, rows }: Sheet): Uint8Array {
  const lines = [headings, ...rows].map((row) => row.map(cellOf).join(','));
  return new TextEncoder().encode(`${BYTE_ORDER_MARK}${lines.join('\r\n')}\r\n`);
}

function cellOf(value: string | number): string {
  const text = typeof value === 'number' ? String(value) : guarded(value);
  return `"${text.replaceAll('"', '""')}"`;
}
