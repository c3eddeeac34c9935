import { type z } from 'zod';
import { type Clause, type Source } from '../model.ts';
import { type Complaints, type Located } from './complaints.ts';
import { type ContentFile } from './files.ts';
import { clauseAttributes, sourceHead } from './schema.ts';
import { validated } from './validate.ts';
import { readYaml } from './yaml.ts';

/** A source and its clauses with the lines on which they stand. */
export interface LocatedSource extends Located<Source> {
  readonly clauses: readonly Located<Clause>[];
}

const HEADING =
  /^## (?<article>\S+)(?: (?<heading>.+?))? \{#(?<anchor>[a-z0-9-]+)(?<attributes>(?: .*)?)\}$/u;
const ATTRIBUTE = /\s+(?<key>[a-z-]+)=(?:"(?<quoted>[^"]*)"|(?<plain>[^\s"]+))/gu;

/** Reads one `sources/*.md`: front matter, then one `##` heading per article, one statement a line. */
export function readSource(file: ContentFile, complaints: Complaints): LocatedSource | null {
  const parts = /^---\n(?<head>[\s\S]*?\n)---\n(?<body>[\s\S]*)$/u.exec(file.text);
  if (parts === null) {
    complaints.add(file.name, 1, 'does not begin with front matter between two lines of ---');
    return null;
  }
  const { head = '', body = '' } = parts.groups ?? {};
  const yaml = readYaml({ name: file.name, text: head }, complaints, 2);
  const input = validated(sourceHead, yaml.value, { file: yaml, path: [], complaints });
  if (input === null) return null;
  if (file.name !== `sources/${input.id}.md`) {
    complaints.add(file.name, yaml.lineOf(['id']), `id ${input.id} is not the name of the file`);
  }
  const { inForceFrom, inForceTo, ...rest } = input;
  const empty: Source = { ...rest, inForce: { from: inForceFrom, to: inForceTo }, clauses: [] };
  const firstLine = head.split('\n').length + 2;
  const clauses = readClauses(body, { file: file.name, firstLine, source: empty, complaints });
  const value = { ...empty, clauses: clauses.map((clause) => clause.value) };
  return { value, clauses, file: file.name, line: 1 };
}

interface ClauseContext {
  readonly file: string;
  /** The line of the file on which the body begins. */
  readonly firstLine: number;
  readonly source: Source;
  readonly complaints: Complaints;
}

function readClauses(body: string, context: ClauseContext): readonly Located<Clause>[] {
  const clauses: Located<Clause>[] = [];
  let open: { readonly clause: Clause; readonly line: number; readonly lines: string[] } | null =
    null;
  const close = (): void => {
    if (open === null) return;
    const { clause, line, lines } = open;
    if (lines.length === 0) context.complaints.add(context.file, line, `${clause.id} says nothing`);
    clauses.push({ value: { ...clause, text: lines.join('\n') }, file: context.file, line });
  };
  body.split('\n').forEach((raw, index) => {
    const line = context.firstLine + index;
    const statement = raw.trim();
    if (statement === '') return;
    if (statement.startsWith('#')) {
      close();
      const clause = clauseFrom(statement, line, context);
      open = clause === null ? null : { clause, line, lines: [] };
    } else if (open === null) {
      context.complaints.add(context.file, line, 'stands under no article');
    } else open.lines.push(statement);
  });
  close();
  if (clauses.length === 0) context.complaints.add(context.file, 1, 'has no article');
  return clauses;
}

function clauseFrom(headingLine: string, line: number, context: ClauseContext): Clause | null {
  const { source, complaints } = context;
  const groups = HEADING.exec(headingLine)?.groups;
  if (groups === undefined) {
    complaints.add(context.file, line, 'is not a heading of the form ## 第一条 名称 {#1}');
    return null;
  }
  const { article = '', heading = '', anchor = '', attributes: raw = '' } = groups;
  const attributes = attributesFrom(raw, (fault) => complaints.add(context.file, line, fault));
  if (attributes === null) return null;
  const { from = source.inForce.from, to = source.inForce.to } = attributes;
  return {
    id: `${source.id}#${anchor}`,
    sourceId: source.id,
    ...{ anchor, article, heading, text: '' },
    inForce: { from, to },
    district: attributes.district ?? source.jurisdiction,
    basis: attributes.basis ?? 'verified',
    replacedBy: attributes['replaced-by'] ?? null,
    doubt: attributes.doubt ?? null,
  };
}

type Attributes = z.infer<typeof clauseAttributes>;

/** `from=2022-01-01 doubt="…"`, read; null after a complaint when it is malformed. */
function attributesFrom(raw: string, complain: (fault: string) => void): Attributes | null {
  const found: Record<string, string> = {};
  const rest = raw.replace(ATTRIBUTE, (...match) => {
    const groups = match.at(-1) as { key: string; quoted?: string; plain?: string };
    found[groups.key] = groups.quoted ?? groups.plain ?? '';
    return '';
  });
  if (rest.trim() !== '') {
    complain('attributes are not of the form key=value or key="value"');
    return null;
  }
  const result = clauseAttributes.safeParse(found);
  if (result.success) return result.data;
  for (const issue of result.error.issues) complain(`${issue.path.join('.')} ${issue.message}`);
  return null;
}
