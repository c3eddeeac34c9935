// The last gate reads figures the same way: what passes here passes there.
import { knownFigures, statedFigures } from '../../answer/check/numbers.ts';
import { type Clause, type Period, type QuestionVersion } from '../../model.ts';
import { type Complaints, type Origin, type Told } from '../complaints.ts';
import { withoutPlaceholders } from '../placeholders.ts';
import { type LocatedQuestion } from '../questions.ts';
import { type RawContent } from '../raw.ts';
import { overlap } from './periods.ts';

/** Every figure of an answer stands in a clause that it cites and that is in force, or is filled from a table. */
export function checkFigures(content: RawContent, complaints: Complaints): void {
  const days = turningDays(content);
  for (const question of content.questions) {
    question.value.versions.forEach((version, at) => {
      const origins = question.versions[at];
      if (origins === undefined) return;
      const clauses = clausesInForce(version, content, (message, told) => {
        complaints.at(origins.clauses, message, told);
      });
      // A dangling clause is a complaint of its own; what it would have said cannot be missed.
      if (version.clauses.some((id) => !content.clauses.has(id))) return;
      const known = knownFigures(grounds(clauses, content).join('\n'));
      const check = (field: 'answer' | 'spoken', origin: Origin): void => {
        const told = withoutKnownDates(withoutPlaceholders(version[field]), days);
        for (const figure of new Set(statedFigures(told))) {
          if (known.has(figure)) continue;
          complaints.at(origin, `${field} says ${figure}, which stands in no cited clause`, {
            rule: 'figure-unfounded',
            figure,
          });
        }
      };
      check('answer', origins.answer);
      check('spoken', origins.spoken);
      checkMissingFigure(question, version, origins.answer, complaints);
    });
  }
}

/** The cited clauses that still hold on the last day of the version. */
function clausesInForce(
  version: QuestionVersion,
  content: RawContent,
  complain: (message: string, told: Told) => void,
): readonly Clause[] {
  const cited = version.clauses.flatMap((id) => content.clauses.get(id)?.value ?? []);
  for (const clause of cited) {
    const { from, to } = clause.inForce;
    if (!overlap(clause.inForce, version.inForce)) {
      complain(`${clause.id} (${from} to ${to ?? 'today'}) is not in force in this period`, {
        rule: 'clause-not-in-force',
        ...{ id: clause.id, from, to: to ?? '' },
      });
    }
  }
  const last = cited.filter((clause) => holdsAtEnd(clause.inForce, version.inForce));
  if (cited.length > 0 && last.length === 0) {
    complain('no cited clause holds until the end of the period', { rule: 'no-clause-to-the-end' });
  }
  return last;
}

function holdsAtEnd(clause: Period, version: Period): boolean {
  if (version.to === null) return clause.to === null;
  return clause.from <= version.to && (clause.to === null || version.to <= clause.to);
}

function grounds(clauses: readonly Clause[], content: RawContent): readonly string[] {
  const sources = new Map(content.sources.map(({ value }) => [value.id, value]));
  return clauses.flatMap((clause) => {
    const source = sources.get(clause.sourceId);
    return [
      ...[
        clause.article,
        clause.heading,
        clause.text,
        clause.inForce.from,
        clause.inForce.to ?? '',
      ],
      ...[source?.title ?? '', source?.docNumber ?? '', source?.issued ?? ''],
    ];
  });
}

const DATE = /(?<year>20\d\d)年(?:(?<month>\d{1,2})月(?:(?<day>\d{1,2})[日号])?)?/gu;

/** Days on which a stored document was issued, starts or ends may be told without a clause that says so. */
function withoutKnownDates(text: string, days: readonly string[]): string {
  return text.replace(DATE, (whole, year: string, month?: string, day?: string) => {
    const wanted = [year, ...[month, day].flatMap((part) => part?.padStart(2, '0') ?? [])].join(
      '-',
    );
    return days.some((one) => one.startsWith(wanted)) ? '' : whole;
  });
}

function turningDays(content: RawContent): readonly string[] {
  return content.sources.flatMap(({ value }) => [
    ...(value.issued === null ? [] : [value.issued]),
    ...[value.inForce, ...value.clauses.map((clause) => clause.inForce)].flatMap((period) => [
      period.from,
      ...(period.to === null ? [] : [period.to]),
    ]),
  ]);
}

const MONEY = /\d[\d,.]*\s*万?(?:多|余)?[元块]/u;

/** An entry that says “we do not hold this figure” holds none. */
function checkMissingFigure(
  question: LocatedQuestion,
  version: QuestionVersion,
  origin: Origin,
  complaints: Complaints,
): void {
  if (question.value.reason !== 'figure-not-on-file') return;
  const figure =
    MONEY.exec(version.answer)?.[0] ?? /\{\{amount:[^}]*\}\}/u.exec(version.answer)?.[0];
  if (figure !== undefined)
    complaints.at(origin, `says ${figure}, although the figure is not on file`, {
      rule: 'figure-not-on-file',
      figure,
    });
}
