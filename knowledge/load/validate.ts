import { type z } from 'zod';
import { type Complaints, type Located } from './complaints.ts';
import { type ContentFile } from './files.ts';
import { type Row, readTable } from './csv.ts';
import { type YamlFile, type YamlPath } from './yaml.ts';

/** The part of a YAML file at `path` if it has the shape; else null, with a complaint for every fault. */
export function validated<T>(
  schema: z.ZodType<T>,
  value: unknown,
  where: { readonly file: YamlFile; readonly path: YamlPath; readonly complaints: Complaints },
): T | null {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  for (const issue of result.error.issues) {
    const path = issue.path.filter((step) => typeof step !== 'symbol');
    const line = where.file.lineOf([...where.path, ...path]);
    where.complaints.add(where.file.name, line, `${path.join('.')} ${issue.message}`.trim());
  }
  return null;
}

/** The rows of a CSV file that have the shape; a complaint for every fault of the others. */
export function validatedRows<T extends z.ZodObject>(
  file: ContentFile | null,
  schema: T,
  complaints: Complaints,
): readonly Located<z.infer<T>>[] {
  if (file === null) return [];
  return readTable(file, Object.keys(schema.shape), complaints).flatMap((row: Located<Row>) => {
    const result = schema.safeParse(row.value);
    if (result.success) return [{ ...row, value: result.data }];
    for (const issue of result.error.issues) {
      complaints.at(row, `${issue.path.join('.')} ${issue.message}`);
    }
    return [];
  });
}
