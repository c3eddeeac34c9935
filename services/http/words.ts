import { join } from 'node:path';
import { z } from 'zod';
import { ERROR_STATUS, type ErrorCode } from '../errors.ts';
import { fill, readYaml } from '../text.ts';

/** Every sentence that the doors themselves say. */
export interface HttpWords {
  readonly error: (code: ErrorCode) => string;
  /** A sentence about one field, by the key after `field.`. */
  readonly field: (key: string, values?: Readonly<Record<string, string | number>>) => string;
  /** A sentence of a page, by the key after `page.`. */
  readonly page: (key: string, values?: Readonly<Record<string, string | number>>) => string;
}

const sentences = z.record(z.string(), z.string().min(1));
const codes = Object.keys(ERROR_STATUS) as ErrorCode[];
const errors = z.strictObject(Object.fromEntries(codes.map((code) => [code, z.string().min(1)])));

/** Reads the words files of the doors. Throws `unavailable` for a file without every error code. */
export function readHttpWords(contentDir: string): HttpWords {
  const file = (name: string): string => join(contentDir, 'words', name);
  const byCode = readYaml(file('errors.yaml'), errors);
  const fields = readYaml(file('fields.yaml'), sentences);
  const pages = readYaml(file('pages.yaml'), sentences);
  const sentence =
    (table: Readonly<Record<string, string>>, group: string) =>
    (key: string, values: Readonly<Record<string, string | number>> = {}): string => {
      const template = table[`${group}.${key}`];
      if (template === undefined) throw new Error(`no words for ${group}.${key}`);
      return fill(template, values);
    };
  return {
    error: (code) => byCode[code] ?? code,
    field: sentence(fields, 'field'),
    page: sentence(pages, 'page'),
  };
}
