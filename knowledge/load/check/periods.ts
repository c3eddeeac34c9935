import { type Period } from '../../model.ts';
import { type Complaints, type Origin } from '../complaints.ts';
import { type RawContent } from '../raw.ts';

/** Periods run forwards, and on every day one statement holds for one place. */
export function checkPeriods(content: RawContent, complaints: Complaints): void {
  for (const source of content.sources) {
    forwards(source.value.inForce, source, complaints);
    for (const clause of source.clauses) forwards(clause.value.inForce, clause, complaints);
  }
  const standards = (content.tables.standards ?? []).map((origin) => ({
    period: origin.value.inForce,
    origin,
    group: `${origin.value.key} ${origin.value.district}`,
    area: origin.value.area,
  }));
  distinct(standards, 'amount', complaints);
  const figures = (content.tables.ruleFigures ?? []).map((origin) => ({
    period: origin.value.inForce,
    origin,
    group: origin.value.key,
    area: '统一',
  }));
  distinct(figures, 'figure', complaints);
  for (const question of content.questions) {
    const versions = question.value.versions.flatMap((version, at) => {
      const origin = question.versions[at];
      const { district, inForce } = version;
      return origin === undefined
        ? []
        : [{ period: inForce, origin, group: district, area: '统一' }];
    });
    distinct(versions, 'version', complaints);
  }
}

interface Holding {
  readonly period: Period;
  readonly origin: Origin;
  /** Only statements of one group exclude each other. */
  readonly group: string;
  /** 城市 and 农村 stand beside each other; 统一 excludes both. */
  readonly area: string;
}

function distinct(holdings: readonly Holding[], what: string, complaints: Complaints): void {
  holdings.forEach((one, index) => {
    forwards(one.period, one.origin, complaints);
    for (const other of holdings.slice(0, index)) {
      const sameArea = one.area === other.area || one.area === '统一' || other.area === '统一';
      if (one.group === other.group && sameArea && overlap(one.period, other.period)) {
        const { file, line } = other.origin;
        complaints.at(
          one.origin,
          `${what} for ${one.group} holds on days of that in ${file}:${line}`,
          { rule: `overlapping-${what}`, group: one.group, other: file },
        );
      }
    }
  });
}

function forwards(period: Period, origin: Origin, complaints: Complaints): void {
  if (period.to !== null && period.to < period.from) {
    const { from, to } = period;
    complaints.at(origin, `ends on ${to}, before it begins on ${from}`, {
      rule: 'backwards',
      ...{ from, to },
    });
  }
}

/** Whether two periods share a day. */
export function overlap(one: Period, other: Period): boolean {
  const startsBeforeEnd = (a: Period, b: Period): boolean => b.to === null || a.from <= b.to;
  return startsBeforeEnd(one, other) && startsBeforeEnd(other, one);
}
