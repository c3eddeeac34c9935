import { strToU8 } from 'fflate';
import { zipParts } from '../zip.ts';
import { guarded, type Sheet, type SheetRow } from './sheet.ts';

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006/relationships';
const TYPES = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
/** Excel refuses longer sheet names and these characters in them. */
const NAME_LENGTH = 31;

/** A workbook with one sheet, part by part. Texts are inline strings: nothing in it can be a formula, a link or a macro. */
export function xlsxOf(name: string, sheet: Sheet): AsyncGenerator<Uint8Array> {
  const title = escaped(name.replace(/[[\]:*?/\\']/gu, ' ').slice(0, NAME_LENGTH));
  const whole = {
    '[Content_Types].xml': xml(
      `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
        `<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
        `<Override PartName="/xl/workbook.xml" ContentType="${TYPES}.sheet.main+xml"/>` +
        `<Override PartName="/xl/worksheets/sheet1.xml" ContentType="${TYPES}.worksheet+xml"/>` +
        `<Override PartName="/xl/styles.xml" ContentType="${TYPES}.styles+xml"/></Types>`,
    ),
    '_rels/.rels': relations(['officeDocument', 'xl/workbook.xml']),
    'xl/workbook.xml': xml(
      `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>` +
        `<sheet name="${title}" sheetId="1" r:id="r1"/></sheets></workbook>`,
    ),
    'xl/_rels/workbook.xml.rels': relations(
      ['worksheet', 'worksheets/sheet1.xml'],
      ['styles', 'styles.xml'],
    ),
    'xl/styles.xml': xml(STYLES),
  };
  return zipParts([
    ...Object.entries(whole).map(([path, bytes]) => ({ name: path, parts: [bytes] })),
    { name: 'xl/worksheets/sheet1.xml', parts: worksheet(sheet) },
  ]);
}

const xml = (body: string): Uint8Array => strToU8(HEAD + body);

function relations(...parts: readonly (readonly [kind: string, target: string])[]): Uint8Array {
  const lines = parts.map(
    ([kind, target], at) =>
      `<Relationship Id="r${at + 1}" Type="${OFFICE}/${kind}" Target="${target}"/>`,
  );
  return xml(`<Relationships xmlns="${PACKAGE}">${lines.join('')}</Relationships>`);
}

// Style 1 is the bold heading.
const STYLES =
  `<styleSheet xmlns="${MAIN}"><fonts count="2"><font><sz val="11"/><name val="等线"/></font>` +
  `<font><b/><sz val="11"/><name val="等线"/></font></fonts>` +
  `<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>` +
  `<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>` +
  `<cellXfs count="2"><xf xfId="0"/><xf xfId="0" fontId="1" applyFont="1"/></cellXfs></styleSheet>`;

async function* worksheet({ headings, pages }: Sheet): AsyncGenerator<Uint8Array> {
  let written = 0;
  for await (const rows of pages) {
    // The first page decides how wide the columns are.
    const start = written === 0 ? sheetStart(headings, rows) : '';
    if (written === 0) written = 1;
    yield strToU8(start + rows.map((row, at) => rowOf(row, written + at + 1, 0)).join(''));
    written += rows.length;
  }
  yield strToU8(`${written === 0 ? sheetStart(headings, []) : ''}</sheetData></worksheet>`);
}

function sheetStart(headings: readonly string[], rows: readonly SheetRow[]): string {
  const columns = headings.map((heading, at) => {
    const longest = Math.max(
      widthOf(heading),
      ...rows.slice(0, 200).map((row) => widthOf(row[at])),
    );
    return `<col min="${at + 1}" max="${at + 1}" width="${Math.min(60, longest + 2)}" customWidth="1"/>`;
  });
  return (
    `${HEAD}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0">` +
    `<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>` +
    `<cols>${columns.join('')}</cols><sheetData>${rowOf(headings, 1, 1)}`
  );
}

function rowOf(cells: SheetRow, number: number, style: number): string {
  const written = cells.map((cell, at) => {
    const place = `${columnName(at)}${number}`;
    return typeof cell === 'number'
      ? `<c r="${place}" s="${style}"><v>${cell}</v></c>`
      : `<c r="${place}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${escaped(guarded(cell))}</t></is></c>`;
  });
  return `<row r="${number}">${written.join('')}</row>`;
}

/** 0 → A, 25 → Z, 26 → AA. */
function columnName(at: number): string {
  const letter = String.fromCharCode(65 + (at % 26));
  return at < 26 ? letter : columnName(Math.floor(at / 26) - 1) + letter;
}

// Chinese characters are twice as wide.
function widthOf(value: string | number | undefined): number {
  return Array.from(String(value ?? '')).reduce((sum, one) => sum + (one > '\u2e7f' ? 2 : 1), 0);
}

// XML 1.0 has no place at all for control characters.
function escaped(text: string): string {
  return text
    .replace(/(?![\t\n\r])\p{Cc}|[\ufffe\uffff]|\p{Surrogate}/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
