/**
 * The law at one place on one day, as the conditions see it. In force or nothing: there is no "last known", and no
 * figure of another place.
 */
import { type Library, isInForce } from '../answer/library.ts';
import { KnowledgeError } from '../errors.ts';
import { type Clause, type RuleFigure, type Standard } from '../model.ts';

/** Amounts that conditions compare with. Most are set locally: a key without a row is not on file. */
export type RuleStandard =
  'dibao-standard' | 'dibao-edge-line' | 'disposable-income' | 'rigid-share';

/** Figures that the documents themselves state (60周岁, 1.5倍, 6个月). */
export type FigureKey =
  | 'elderly-age'
  | 'working-age'
  | 'adult-age'
  | 'edge-ratio'
  | 'severe-grade'
  | 'severe-grade-mental'
  | 'no-work-grade-mental'
  | 'no-work-grade-limb'
  | 'no-work-grade-sight'
  | 'care-grade'
  | 'parent-grade'
  | 'parent-grade-mental'
  | 'parent-months';

type StandardFound =
  | { readonly kind: 'one'; readonly standard: Standard }
  /** Town and country differ: one has to know which the household is. */
  | { readonly kind: 'by-area' }
  /** The districts differ: one has to know which. */
  | { readonly kind: 'by-district' }
  | { readonly kind: 'not-on-file' };

export interface Law {
  readonly asOf: string;
  readonly district: string | null;
  /** The first of the clauses that is in force; callers name the newest norm first. */
  firstInForce(ids: readonly string[]): Clause | null;
  /** Null where no document in force states it on that day. */
  figure(key: FigureKey): number | null;
  standard(key: RuleStandard, area: '城市' | '农村' | null): StandardFound;
  /** Every row in force of one figure: one for a known district, else one for each place that differs. */
  amounts(key: string): readonly Standard[];
}

export function lawAt(
  library: Library,
  figures: readonly RuleFigure[],
  at: { readonly asOf: string; readonly district: string | null },
): Law {
  const { asOf, district } = at;
  const places = library.placesAbove(district);
  const clauseInForce = (id: string): Clause | null => {
    const clause = library.clause(id);
    if (clause === null) throw new KnowledgeError('rules.clause-missing', `there is no ${id}`);
    const source = library.source(clause.sourceId);
    const holds = isInForce(clause.inForce, asOf) && source !== null;
    const here = places.includes(clause.district);
    return holds && here && isInForce(source.inForce, asOf) ? clause : null;
  };
  const rows = (key: string): readonly Standard[] =>
    library.content.standards.filter((one) => one.key === key && isInForce(one.inForce, asOf));
  return {
    asOf,
    district,
    firstInForce: (ids) => ids.map(clauseInForce).find((clause) => clause !== null) ?? null,
    figure: (key) => {
      const found = figures.find((one) => one.key === key && isInForce(one.inForce, asOf));
      return found === undefined ? null : Number(found.value);
    },
    standard: (key, area) => {
      const all = rows(key);
      const place = places.find((name) => all.some((one) => one.district === name));
      const below = all.filter((one) => !places.includes(one.district));
      if (district === null && below.length > 0) return { kind: 'by-district' };
      const here = all.filter((one) => one.district === place);
      const fitting = here.filter((one) => one.area === '统一' || one.area === area);
      const [standard] = fitting;
      if (standard !== undefined) return { kind: 'one', standard };
      return { kind: here.length > 0 && area === null ? 'by-area' : 'not-on-file' };
    },
    amounts: (key) => library.amounts(key, asOf, district),
  };
}
