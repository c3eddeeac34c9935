import { type Clause, type Question, type QuestionVersion } from '../model.ts';
import { type Complaints, type Located, type Origin } from './complaints.ts';
import { type ContentFile } from './files.ts';
import { type QuestionInput, question as questionSchema } from './schema.ts';
import { validated } from './validate.ts';
import { type YamlFile, readYaml } from './yaml.ts';

/** The place of a version and of its three wordings. */
export interface VersionOrigins extends Origin {
  readonly answer: Origin;
  readonly spoken: Origin;
  readonly staff: Origin;
  readonly clauses: Origin;
}

/** A question with the places that complaints name; `versions` in the order of `value.versions`. */
export interface LocatedQuestion extends Located<Question> {
  readonly versions: readonly VersionOrigins[];
  lineOf(field: 'next' | 'contacts' | 'reason', index?: number): Origin;
  phrasingAt(index: number): Origin;
}

/** Begins every period of which nothing older is known. */
export const EARLIEST = '0001-01-01';

const EVERYWHERE = '全国';

interface Draft {
  readonly version: Omit<QuestionVersion, 'inForce'>;
  readonly from: string | null;
  readonly to: string | null;
  readonly origins: VersionOrigins;
}

/** Reads one `questions/*.yaml`. `clauses` gives the periods from which an entry's own period follows. */
export function readQuestions(
  file: ContentFile,
  clauses: ReadonlyMap<string, Clause>,
  complaints: Complaints,
): readonly LocatedQuestion[] {
  const yaml = readYaml(file, complaints);
  if (yaml.value === null) return [];
  if (!Array.isArray(yaml.value)) {
    complaints.add(file.name, 1, 'is not a list of questions');
    return [];
  }
  return yaml.value.flatMap((raw: unknown, index) => {
    const input = validated(questionSchema, raw, { file: yaml, path: [index], complaints });
    return input === null ? [] : [locate(input, { yaml, index, clauses })];
  });
}

interface QuestionContext {
  readonly yaml: YamlFile;
  readonly index: number;
  readonly clauses: ReadonlyMap<string, Clause>;
}

function locate(input: QuestionInput, context: QuestionContext): LocatedQuestion {
  const { yaml, index } = context;
  const origin = (...path: (string | number)[]): Origin => ({
    file: yaml.name,
    line: yaml.lineOf([index, ...path]),
  });
  const drafts = draftsOf(input, origin);
  const value = questionOf(input, withPeriods(drafts, context.clauses));
  return {
    value,
    ...origin(),
    versions: drafts.map((draft) => draft.origins),
    lineOf: (field, at) => (at === undefined ? origin(field) : origin(field, at)),
    phrasingAt: (at) => origin('phrasings', at),
  };
}

/** An entry from what stands in a file or a draft. */
export function questionFrom(input: QuestionInput, clauses: ReadonlyMap<string, Clause>): Question {
  const nowhere = (): Origin => ({ file: '', line: 0 });
  return questionOf(input, withPeriods(draftsOf(input, nowhere), clauses));
}

function questionOf(
  { id, programme, aspect, category, title, phrasings, ...rest }: QuestionInput,
  versions: readonly QuestionVersion[],
): Question {
  const { outcome, reason, next, contacts } = rest;
  return {
    ...{ id, programme, aspect, category, title, phrasings, outcome, reason, next, contacts },
    versions,
  };
}

/** The entry itself and its other versions; a version takes from the entry what it does not repeat. */
function draftsOf(
  input: QuestionInput,
  origin: (...path: (string | number)[]) => Origin,
): readonly Draft[] {
  const own = {
    district: input.district ?? EVERYWHERE,
    clauses: input.clauses,
    answer: input.answer.trim(),
    spoken: input.spoken.trim(),
    staff: input.staff.trim(),
  };
  const originsAt = (...path: (string | number)[]): VersionOrigins => ({
    ...origin(...path),
    answer: origin(...path, 'answer'),
    spoken: origin(...path, 'spoken'),
    staff: origin(...path, 'staff'),
    clauses: origin(...path, 'clauses'),
  });
  const others = input.versions.map((other, at): Draft => {
    const { from, to, ...said } = other;
    const repeated = Object.fromEntries(
      Object.entries(said).map(([key, value]) => [
        key,
        typeof value === 'string' ? value.trim() : value,
      ]),
    );
    return {
      version: { ...own, ...repeated },
      from: from ?? null,
      to: to ?? null,
      origins: originsAt('versions', at),
    };
  });
  const first: Draft = {
    version: own,
    from: input.from ?? null,
    to: input.to ?? null,
    origins: originsAt(),
  };
  return [first, ...others];
}

/**
 * A version without `from` begins the day after the one before it in the same place; the first one begins when the
 * first of its clauses came into force.
 */
function withPeriods(
  drafts: readonly Draft[],
  clauses: ReadonlyMap<string, Clause>,
): readonly QuestionVersion[] {
  return drafts.map((draft) => {
    const { version, to } = draft;
    const before = drafts
      .filter((other) => other !== draft && other.version.district === version.district)
      .flatMap((other) => (other.to === null || (to !== null && other.to >= to) ? [] : [other.to]))
      .sort()
      .at(-1);
    const starts = version.clauses.flatMap((id) => clauses.get(id)?.inForce.from ?? []).sort();
    const from = draft.from ?? (before === undefined ? (starts[0] ?? EARLIEST) : dayAfter(before));
    return { ...version, inForce: { from, to } };
  });
}

function dayAfter(day: string): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + 1);
  return date.toISOString().slice(0, 10);
}
