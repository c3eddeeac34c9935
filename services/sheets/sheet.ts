export type SheetRow = readonly (string | number)[];

/** A table ready to be written: headings, and rows of texts and numbers by the page, as they are read. */
export interface Sheet {
  readonly headings: readonly string[];
  readonly pages: AsyncIterable<readonly SheetRow[]> | Iterable<readonly SheetRow[]>;
}

// What a spreadsheet reads as the beginning of a formula or of a command, in half and full width (ASVS 1.2.10).
const FORMULA_START = /^[\s\p{Cc}]*(?:[=+\-@＝＋－＠|%]|(?<=[\t\r\n]))/u;

/**
 * A text that no spreadsheet takes for a formula: a leading apostrophe makes it a text everywhere. Texts come from
 * strangers and are opened on the computers of the office.
 */
export function guarded(text: string): string {
  return FORMULA_START.test(text) ? `'${text}` : text;
}
