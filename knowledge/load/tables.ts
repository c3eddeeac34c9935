import {
  type Contact,
  type District,
  type RuleFigure,
  type Standard,
  type Town,
} from '../model.ts';
import { type Complaints, type Located } from './complaints.ts';
import { type Synonym } from './content.ts';
import { type ContentFolder } from './files.ts';
import {
  contactRow,
  districtRow,
  ruleFigureRow,
  standardRow,
  synonymRow,
  townRow,
} from './schema.ts';
import { validatedRows } from './validate.ts';

const orNull = (field: string): string | null => (field === '' ? null : field);
const list = (field: string): readonly string[] =>
  field
    .split(/[;；]/u)
    .map((item) => item.trim())
    .filter((item) => item !== '');

/** The CSV files of the content; null stands for a file that is not there. */
export interface Tables {
  readonly standards: readonly Located<Standard>[] | null;
  readonly ruleFigures: readonly Located<RuleFigure>[] | null;
  readonly contacts: readonly Located<Contact>[] | null;
  readonly districts: readonly Located<District>[] | null;
  readonly towns: readonly Located<Town>[] | null;
  readonly synonyms: readonly Located<Synonym>[] | null;
}

export function readTables(folder: ContentFolder, complaints: Complaints): Tables {
  const rows = <S extends Parameters<typeof validatedRows>[1], T>(
    name: string,
    schema: S,
    build: (row: ReturnType<typeof validatedRows<S>>[number]['value']) => T,
  ): readonly Located<T>[] | null => {
    const file = folder.file(name);
    if (file === null) return null;
    return validatedRows(file, schema, complaints).map((row) => ({
      ...row,
      value: build(row.value),
    }));
  };
  return {
    standards: rows('standards.csv', standardRow, ({ from, to, clause, hedge, ...rest }) => ({
      ...rest,
      inForce: { from, to: orNull(to) },
      clauseId: clause,
      hedge: orNull(hedge),
    })),
    ruleFigures: rows('rule-figures.csv', ruleFigureRow, ({ from, to, clause, ...rest }) => ({
      ...rest,
      inForce: { from, to: orNull(to) },
      clauseId: clause,
    })),
    contacts: rows('contacts.csv', contactRow, ({ hours, note, ...rest }) => ({
      ...rest,
      hours: orNull(hours),
      note: orNull(note),
    })),
    districts: rows('districts.csv', districtRow, ({ names, mistakes, website, ...rest }) => ({
      ...rest,
      names: list(names),
      mistakes: list(mistakes),
      website: orNull(website),
    })),
    towns: rows('towns.csv', townRow, ({ zone, ...rest }) => ({ ...rest, zone: orNull(zone) })),
    synonyms: rows('words/synonyms.csv', synonymRow, ({ context, ...rest }) => ({
      ...rest,
      context: context !== '',
    })),
  };
}
