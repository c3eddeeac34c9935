/**
 * The stored policy, looked up by id, date and place. In force or nothing: there is no "last known".
 */
import {
  type Clause,
  type Contact,
  type Coverage,
  type District,
  type Period,
  type Question,
  type QuestionVersion,
  type Source,
  type Standard,
  type Town,
} from '../model.ts';

/** What the content gives; the loader has checked it. */
export interface LibraryContent {
  readonly sources: readonly Source[];
  readonly standards: readonly Standard[];
  readonly questions: readonly Question[];
  readonly contacts: readonly Contact[];
  readonly districts: readonly District[];
  readonly towns: readonly Town[];
  readonly coverage: readonly Coverage[];
}

export interface Library {
  readonly content: LibraryContent;
  source(id: string): Source | null;
  clause(id: string): Clause | null;
  question(id: string): Question | null;
  /** The version of an entry for a day and a place: the nearest place that speaks wins. */
  version(question: Question, asOf: string, district: string | null): QuestionVersion | null;
  /** Every amount of one figure on a day: one for a known district, else one for each place that differs. */
  amounts(key: string, asOf: string, district: string | null): readonly Standard[];
  contact(key: string, district: string | null): Contact | null;
  /** Days on which a stored document or clause was issued, starts or ends. */
  turningDays(): readonly string[];
  /** The district and everything that lies above it, nearest first. */
  placesAbove(district: string | null): readonly string[];
}

export function isInForce(period: Period, day: string): boolean {
  return period.from <= day && (period.to === null || day <= period.to);
}

/** `place` is what the service speaks for: a question without a district is asked for it. */
export function buildLibrary(content: LibraryContent, place: string): Library {
  const sources = new Map(content.sources.map((source) => [source.id, source]));
  const clauses = new Map(
    content.sources.flatMap((source) =>
      source.clauses.map((clause) => [clause.id, clause] as const),
    ),
  );
  const questions = new Map(content.questions.map((question) => [question.id, question]));
  const standards = groupBy(content.standards, (standard) => standard.key);
  const contacts = groupBy(content.contacts, (contact) => contact.key);
  const parents = new Map(content.districts.map((district) => [district.name, district.parent]));

  const turningDays = [
    ...new Set(
      content.sources.flatMap((source) => [
        ...(source.issued === null ? [] : [source.issued]),
        ...[source.inForce, ...source.clauses.map((clause) => clause.inForce)].flatMap(boundaries),
      ]),
    ),
  ];

  const placesAbove = (district: string | null): string[] => {
    const places: string[] = [];
    let at: string | undefined = district ?? place;
    while (at !== undefined && at !== '' && !places.includes(at)) {
      places.push(at);
      at = parents.get(at);
    }
    if (!places.includes(NATION)) places.push(NATION);
    return places;
  };

  return {
    content,
    source: (id) => sources.get(id) ?? null,
    clause: (id) => clauses.get(id) ?? null,
    question: (id) => questions.get(id) ?? null,
    version: (question, asOf, district) => {
      const valid = question.versions.filter((version) => isInForce(version.inForce, asOf));
      return nearest(valid, placesAbove(district));
    },
    amounts: (key, asOf, district) => {
      const valid = (standards.get(key) ?? []).filter((one) => isInForce(one.inForce, asOf));
      if (district === null) return valid;
      const one = nearest(valid, placesAbove(district));
      return one === null ? [] : [one];
    },
    contact: (key, district) => nearest(contacts.get(key) ?? [], placesAbove(district)),
    turningDays: () => turningDays,
    placesAbove,
  };
}

function boundaries(period: Period): string[] {
  return [period.from, ...(period.to === null ? [] : [period.to])];
}

/** The name under which national rules are filed. */
export const NATION = '全国';

function nearest<T extends { readonly district: string }>(
  candidates: readonly T[],
  places: readonly string[],
): T | null {
  for (const place of places) {
    const found = candidates.find((candidate) => candidate.district === place);
    if (found !== undefined) return found;
  }
  return null;
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item)) ?? [];
    group.push(item);
    groups.set(keyOf(item), group);
  }
  return groups;
}
