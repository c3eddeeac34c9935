import { type Complaints, type Located } from './complaints.ts';
import { type ContentFile } from './files.ts';

/** One row by column name; empty fields are empty strings. */
export type Row = Readonly<Record<string, string>>;

interface RawRow {
  readonly line: number;
  readonly fields: readonly string[];
}

/**
 * Reads a CSV file with a header (RFC 4180: quotes, doubled quotes, line breaks inside quotes). `columns` must all be
 * there; others are refused, so that a misspelt column cannot silently stay empty.
 */
export function readTable(
  file: ContentFile,
  columns: readonly string[],
  complaints: Complaints,
): readonly Located<Row>[] {
  const [header, ...rows] = parseCsv(file, complaints);
  if (header === undefined) return [];
  const names = header.fields;
  for (const column of columns) {
    if (!names.includes(column))
      complaints.add(file.name, header.line, `column ${column} is missing`);
  }
  for (const name of names) {
    if (!columns.includes(name)) complaints.add(file.name, header.line, `unknown column ${name}`);
  }
  return rows.flatMap(({ line, fields }) => {
    if (fields.length !== names.length) {
      complaints.add(
        file.name,
        line,
        `has ${fields.length} fields, the header has ${names.length}`,
      );
      return [];
    }
    const value = Object.fromEntries(
      names.map((name, index) => [name, (fields[index] ?? '').trim()]),
    );
    return [{ value, file: file.name, line }];
  });
}

/** Rows with the line on which each begins; blank lines and lines that begin with `#` are left out. */
export function parseCsv(file: ContentFile, complaints: Complaints): readonly RawRow[] {
  const rows: RawRow[] = [];
  const { text } = file;
  let line = 1;
  let at = 0;
  while (at < text.length) {
    const startLine = line;
    const fields: string[] = [];
    let endOfRow = false;
    while (!endOfRow) {
      const field = text[at] === '"' ? quoted(text, at) : plain(text, at);
      if (field === null) {
        complaints.add(file.name, startLine, 'a quote is not closed');
        return rows;
      }
      fields.push(field.value);
      line += field.value.split('\n').length - 1;
      at = field.end;
      if (text[at] === ',') at += 1;
      else endOfRow = true;
    }
    at += 1;
    line += 1;
    const blank = fields.length === 1 && fields[0]?.trim() === '';
    if (!blank && fields[0]?.startsWith('#') !== true) rows.push({ line: startLine, fields });
  }
  return rows;
}

interface Field {
  readonly value: string;
  readonly end: number;
}

function plain(text: string, start: number): Field {
  let end = start;
  while (end < text.length && text[end] !== ',' && text[end] !== '\n') end += 1;
  return { value: text.slice(start, end), end };
}

function quoted(text: string, start: number): Field | null {
  let value = '';
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] !== '"') value += text[at] ?? '';
    else if (text[at + 1] === '"') {
      value += '"';
      at += 1;
    } else {
      // Whatever follows the closing quote up to the separator belongs to the field as it stands.
      const rest = plain(text, at + 1);
      return { value: value + rest.value, end: rest.end };
    }
  }
  return null;
}
