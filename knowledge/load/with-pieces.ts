/** Content with published changes in force, and what would be wrong with it. */
import { type Clause, type Coverage, type Question, type Standard } from '../model.ts';
import { Complaints, type Located, type Origin } from './complaints.ts';
import { type Content } from './content.ts';
import { freeze } from './freeze.ts';
import { checkStatements } from './load-content.ts';
import { type Piece, type PieceProblem, contactName, readPieces } from './pieces.ts';
import { type LocatedQuestion, type VersionOrigins } from './questions.ts';
import { type RawContent } from './raw.ts';
import { type LocatedSource } from './sources.ts';

/**
 * Puts pieces over the content: what has the same name is replaced, what has no body is gone, and steps that led to it with it.
 * An amount that follows another one ends it on the day before. `problems` are those of single pieces that cannot be read.
 */
export function withPieces(
  content: Content,
  pieces: readonly Piece[],
): { readonly content: Content; readonly problems: readonly PieceProblem[] } {
  if (pieces.length === 0) return { content, problems: [] };
  const read = readPieces(pieces, content.clauses);
  const named = (kind: Piece['kind']): ReadonlySet<string> =>
    new Set(pieces.filter((piece) => piece.kind === kind).map(({ id }) => id));
  const gone = new Set(
    pieces.filter(({ kind, body }) => kind === 'question' && body === null).map(({ id }) => id),
  );
  const over = <T extends object>(
    kind: Piece['kind'],
    items: readonly T[],
    { own, nameOf }: { readonly own: readonly T[]; readonly nameOf: (item: T) => string },
  ): T[] => {
    const names = named(kind);
    const written = new Map(own.map((one) => [nameOf(one), one]));
    const known = new Set(items.map(nameOf));
    // In its old place: the order of the content stays the same.
    const before = items.flatMap((item): T[] => {
      if (!names.has(nameOf(item))) return [item];
      const now = written.get(nameOf(item));
      return now === undefined ? [] : [now];
    });
    return [...before, ...own.filter((one) => !known.has(nameOf(one)))];
  };
  const idOf = ({ id }: { readonly id: string }): string => id;
  const sources = over('source', content.sources, { own: read.sources, nameOf: idOf });
  const entries = { own: read.questions, nameOf: idOf };
  const questions = over('question', content.questions, entries).map((question) =>
    withoutSteps(question, gone),
  );
  const clauses = sources.flatMap((source) => source.clauses.map((one) => [one.id, one] as const));
  return {
    content: freeze({
      ...content,
      ...{ sources, questions },
      clauses: new Map<string, Clause>(clauses),
      standards: following(
        over('standard', content.standards, { own: read.standards, nameOf: idOf }),
      ),
      contacts: over('contact', content.contacts, { own: read.contacts, nameOf: contactName }),
      coverage: content.coverage.map((item) => honest(item, questions)),
    }),
    problems: read.problems,
  };
}

function withoutSteps(question: Question, gone: ReadonlySet<string>): Question {
  if (!question.next.some((id) => gone.has(id))) return question;
  return { ...question, next: question.next.filter((id) => !gone.has(id)) };
}

/** An amount without an end holds until the eve of the one that follows it in the same place. */
function following(standards: readonly Standard[]): readonly Standard[] {
  return standards.map((one) => {
    if (one.inForce.to !== null) return one;
    const next = standards
      .filter(
        ({ key, district, area, inForce }) =>
          key === one.key &&
          district === one.district &&
          area === one.area &&
          inForce.from > one.inForce.from,
      )
      .map(({ inForce }) => inForce.from)
      .sort()[0];
    return next === undefined ? one : { ...one, inForce: { ...one.inForce, to: eveOf(next) } };
  });
}

function eveOf(day: string): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() - 1);
  return date.toISOString().slice(0, 10);
}

/** A programme with its first entry is no longer absent, one with a figure that is not on file no longer complete. */
function honest(item: Coverage, questions: readonly Question[]): Coverage {
  const own = questions.filter(({ programme }) => programme === item.programme);
  const answered = own.some(({ outcome }) => outcome === 'answered');
  const missing = own.some(({ reason }) => reason === 'figure-not-on-file');
  if (item.status === 'absent' && answered) return { ...item, status: 'partial' };
  if (item.status === 'complete' && missing) return { ...item, status: 'partial' };
  return item;
}

/** Everything that would be wrong if the pieces were in force: the same checks as for the files. */
export function problemsWith(content: Content, pieces: readonly Piece[]): readonly PieceProblem[] {
  const { content: changed, problems } = withPieces(content, pieces);
  // What could not be read is missing everywhere: that is said once.
  if (problems.length > 0) return problems;
  const places = new Places();
  const complaints = new Complaints();
  const names = new Set(pieces.map(({ kind, id }) => `${kind}:${id}`));
  checkStatements(
    placed(changed, places),
    complaints,
    ({ value }) =>
      names.has(`question:${value.id}`) ||
      value.versions.some((version) =>
        version.clauses.some((id) => names.has(`source:${id.split('#')[0] ?? ''}`)),
      ),
  );
  const found = complaints.told().map(({ file, line, told }): PieceProblem => {
    const { rule, ...values } = told ?? { rule: 'other' };
    const [kind = '', ...id] = file.split(':');
    return { kind, id: id.join(':'), field: places.pathOf(file, line), rule, values };
  });
  return [...found, ...hedgesMissing(changed, pieces)];
}

/** Second-hand amounts and clauses are told with what limits them. */
function hedgesMissing(content: Content, pieces: readonly Piece[]): readonly PieceProblem[] {
  const names = new Set(pieces.map(({ kind, id }) => `${kind}:${id}`));
  const problem = (kind: string, id: string, field: string): PieceProblem[] =>
    names.has(`${kind}:${id}`) ? [{ kind, id, field, rule: 'hedge-missing', values: {} }] : [];
  return [
    ...content.standards.flatMap(({ id, basis, hedge }) =>
      basis === 'second-hand' && hedge === null ? problem('standard', id, 'hedge') : [],
    ),
    ...content.contacts.flatMap((contact) =>
      contact.basis === 'second-hand' && contact.note === null
        ? problem('contact', contactName(contact), 'note')
        : [],
    ),
    ...content.questions.flatMap(({ id, versions }) =>
      versions.flatMap(({ clauses, answer }, at) => {
        const cited = clauses.flatMap((one) => content.clauses.get(one) ?? []);
        const firm = cited.length === 0 || cited.some(({ basis }) => basis === 'verified');
        return firm || HEDGE.test(answer) ? [] : problem('question', id, pathOf(at, 'answer'));
      }),
    ),
  ];
}

/** How our answers say that something is second-hand. */
const HEDGE = /据|转述|公布的|没有核到|没核到|以.{1,12}为准/u;

/** Numbers for places in bodies, so that complaints about files can name them. */
class Places {
  readonly #paths = new Map<string, string[]>();

  at(file: string, path: string): Origin {
    const paths = this.#paths.get(file) ?? [];
    this.#paths.set(file, paths);
    const known = paths.indexOf(path);
    if (known >= 0) return { file, line: known + 1 };
    return { file, line: paths.push(path) };
  }

  pathOf(file: string, line: number): string {
    return this.#paths.get(file)?.[line - 1] ?? '';
  }
}

/** The entry itself is its first version. */
function pathOf(version: number, field: string): string {
  return version === 0
    ? field
    : `versions.${String(version - 1)}${field === '' ? '' : `.${field}`}`;
}

function placed(content: Content, places: Places): RawContent {
  const list = <T>(kind: string, items: readonly T[], nameOf: (item: T) => string): Located<T>[] =>
    items.map((value) => ({ value, ...places.at(`${kind}:${nameOf(value)}`, '') }));
  const name = ({ name: own }: { readonly name: string }): string => own;
  const sources = content.sources.map((value): LocatedSource => {
    const file = `source:${value.id}`;
    const clauses = value.clauses.map((clause, at) => ({
      value: clause,
      ...places.at(file, `clauses.${String(at)}`),
    }));
    return { value, clauses, ...places.at(file, '') };
  });
  return {
    sources,
    clauses: new Map(
      sources.flatMap(({ clauses }) => clauses.map((one) => [one.value.id, one] as const)),
    ),
    questions: content.questions.map((value) => placedQuestion(value, places)),
    tables: {
      standards: list('standard', content.standards, ({ id }) => id),
      ruleFigures: list('figure', content.ruleFigures, ({ key }) => key),
      contacts: list('contact', content.contacts, contactName),
      districts: list('district', content.districts, name),
      towns: list('town', content.towns, name),
      synonyms: list('word', content.synonyms, ({ word }) => word),
    },
    words: {
      userWords: list('word', content.userWords, (word) => word),
      replies: new Map(),
      ...{ lists: content.lists, otherPlaces: content.otherPlaces, weakNames: content.weakNames },
      coverage: list('coverage', content.coverage, ({ programme }) => programme),
    },
  };
}

function placedQuestion(value: Question, places: Places): LocatedQuestion {
  const at = (path: string): Origin => places.at(`question:${value.id}`, path);
  return {
    value,
    ...at(''),
    versions: value.versions.map((_, number): VersionOrigins => ({
      ...at(pathOf(number, '')),
      answer: at(pathOf(number, 'answer')),
      spoken: at(pathOf(number, 'spoken')),
      staff: at(pathOf(number, 'staff')),
      clauses: at(pathOf(number, 'clauses')),
    })),
    lineOf: (field, index) => at(index === undefined ? field : `${field}.${String(index)}`),
    phrasingAt: (index) => at(`phrasings.${String(index)}`),
  };
}
