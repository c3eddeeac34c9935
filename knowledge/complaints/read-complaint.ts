/** Reads a complaint as a person tells it: what about, where, when, who, how urgent, and whether it is one. */
import { PROGRAMMES, type Programme } from '../model.ts';
import { remembering } from '../remembering.ts';
import { type ComplaintModel, ranked } from './category-model.ts';
import { type ComplaintCategory, type Department } from './complaint-file.ts';
import { type ComplaintFeatures } from './features.ts';
import { type IncidentPatterns, incidentReader, type ReadIncident } from './incident.ts';
import { type PersonPatterns, readPerson } from './person.ts';
import { type HearStance } from '../stances/stance-model.ts';
import { type ComplaintKind, type ComplaintReading, type ComplaintRequest } from './reading.ts';

export interface ComplaintPatterns extends PersonPatterns {
  readonly programmes: ReadonlyMap<Programme, RegExp>;
  readonly kinds: Readonly<Record<'举报' | '建议' | '求助', RegExp>>;
  readonly urgent: RegExp;
  readonly notUrgent: RegExp;
  readonly wish: RegExp;
  readonly unit: RegExp;
  readonly dates: IncidentPatterns;
}

export interface ComplaintTools {
  /** What a normalised text is compared by. */
  readonly readFeatures: (text: string) => ComplaintFeatures;
  readonly patterns: ComplaintPatterns;
  readonly departments: readonly Department[];
  readonly model: ComplaintModel;
  readonly hearStance: HearStance;
  /** Normalises a text. */
  readonly normalise: (text: string) => string;
  /** Normalises and repairs what was typed or heard. */
  readonly read: (text: string) => string;
  readonly canonicalise: (text: string) => string;
  readonly findPlace: (text: string) => { district: string | null; town: string | null };
}

/** Longer stories are read up to here; the rest stays in the ticket's text. */
const LONGEST = 3000;
const ALTERNATIVES = 3;

/** Readings that are remembered: what is told is read at each step of a complaint, and most replies are a few common words. */
const REMEMBERED = 400;
/** No longer than this (characters). */
const LONGEST_REMEMBERED = 500;

/** The day, month or year that an answer to “when was it?” names, as exactly as it says; null for anything else. */
export type ReadIncidentDate = (text: string, request: ComplaintRequest) => string | null;

export type ReadComplaint = (text: string, request: ComplaintRequest) => ComplaintReading;

export interface ComplaintReader {
  readonly read: ReadComplaint;
  /** Only what says whether it is one, where somebody complains at least this surely (0–1); else null. A part of reading all. */
  readonly hear: (text: string, least: number) => HeardReading | null;
}

export type HeardReading = Pick<
  ComplaintReading,
  'complains' | 'category' | 'inScope' | 'isConsultation' | 'phone' | 'anonymityAsked'
>;

export function complaintReader(tools: ComplaintTools): ComplaintReader {
  const readIncident = incidentReader(tools.patterns.dates);
  const remembered = remembering<ComplaintReading>(REMEMBERED);
  const featuresOf = (told: string): ComplaintFeatures => tools.readFeatures(tools.normalise(told));
  return {
    hear: (raw, least) => {
      const told = raw.slice(0, LONGEST);
      const features = featuresOf(told);
      const complains = complainsIn(told, features, tools);
      if (complains < least) return null;
      const [best] = ranked(tools.model.weigh(features));
      const { phone, anonymityAsked } = readPerson(told, tools.normalise(told), tools.patterns);
      return { complains, ...judged(best?.category), phone, anonymityAsked };
    },
    read: (raw, request) => {
      const told = raw.slice(0, LONGEST);
      const read = (): ComplaintReading =>
        readingOf(told, featuresOf(told), request, { ...tools, readIncident });
      return told.length > LONGEST_REMEMBERED
        ? read()
        : remembered(`${request.today} ${told}`, read);
    },
  };
}

/**
 * How surely somebody complains, by two that learned it from other texts (complaints beside phrasings; stories told in contrast): the
 * mean of their log-odds. Each alone misses complaints or hears them in questions that the other does not.
 */
function complainsIn(
  told: string,
  features: ComplaintFeatures,
  tools: Pick<ComplaintTools, 'model' | 'hearStance' | 'normalise'>,
): number {
  const byWords = logOdds(tools.model.recognise(features));
  const byStance = logOdds(tools.hearStance(tools.normalise(told)).complaint);
  return 1 / (1 + Math.exp(-(byWords + byStance) / 2));
}

/** No share is nearer to never or always than this. */
const NEVER = 1e-6;

function logOdds(share: number): number {
  return Math.log(Math.max(NEVER, share) / Math.max(NEVER, 1 - share));
}

function readingOf(
  told: string,
  features: ComplaintFeatures,
  { today }: ComplaintRequest,
  tools: ComplaintTools & { readonly readIncident: ReadIncident },
): ComplaintReading {
  const { patterns } = tools;
  const plain = tools.normalise(told);
  const text = tools.read(told);
  const weighed = ranked(tools.model.weigh(features));
  const [best, ...others] = weighed;
  const { category, inScope, isConsultation } = judged(best?.category);
  const { district, town } = tools.findPlace(plain);
  return {
    kind: kindOf(text, category, patterns),
    complains: complainsIn(told, features, tools),
    category,
    confidence: best?.share ?? 0,
    because: tools.model.speakFor(features, category),
    alternatives: others.slice(0, ALTERNATIVES).map((one) => one.category),
    programme: inScope ? programmeOf(`${plain}\n${tools.canonicalise(text)}`, patterns) : null,
    district,
    town,
    ...readPerson(told, plain, patterns),
    incidentDate: tools.readIncident(plain, category, today),
    urgency: patterns.urgent.test(plain) && !patterns.notUrgent.test(plain) ? '紧急' : '一般',
    inScope,
    redirect: inScope ? null : officesFor(plain, tools.departments),
    isConsultation,
    unit: patterns.unit.exec(plain)?.[0] ?? null,
    wish: patterns.wish.exec(plain)?.[0] ?? null,
  };
}

function judged(
  likeliest: ComplaintCategory | undefined,
): Pick<ComplaintReading, 'category' | 'inScope' | 'isConsultation'> {
  const category = likeliest ?? '拖延不办';
  return {
    category,
    inScope: category !== '不属于民政管辖',
    isConsultation: category === '咨询类误投',
  };
}

const KINDS: Readonly<Partial<Record<ComplaintCategory, ComplaintKind>>> = {
  '优亲厚友/资格不符': '举报',
  '克扣截留/代管存折': '举报',
  收取好处费: '举报',
  骗保举报: '举报',
  政策不满意见: '建议',
};

function kindOf(
  text: string,
  category: ComplaintCategory,
  { kinds }: ComplaintPatterns,
): ComplaintKind {
  if (category === '政策不满意见' && kinds.建议.test(text)) return '建议';
  if (kinds.举报.test(text)) return '举报';
  if (category === '不属于民政管辖' && kinds.求助.test(text)) return '求助';
  return KINDS[category] ?? '投诉';
}

/** The programme that is named most, the first one where two are named alike; a general word only where no other is. */
function programmeOf(text: string, { programmes }: ComplaintPatterns): Programme | null {
  const named = PROGRAMMES.flatMap((programme) => {
    const pattern = programmes.get(programme);
    if (pattern === undefined) return [];
    const hits = [...text.matchAll(new RegExp(pattern, 'gu'))];
    const [first] = hits;
    return first === undefined
      ? []
      : [{ programme, count: hits.length, at: first.index, general: programme === '综合' }];
  }).sort(
    (one, other) =>
      Number(one.general) - Number(other.general) || other.count - one.count || one.at - other.at,
  );
  return named[0]?.programme ?? null;
}

/** The offices whose matters the text names, those named most first. */
function officesFor(text: string, departments: readonly Department[]): readonly string[] {
  return departments
    .map((one) => ({ one, hits: [...text.matchAll(new RegExp(one.pattern, 'gu'))].length }))
    .filter(({ hits }) => hits > 0)
    .sort((first, second) => second.hits - first.hits)
    .slice(0, 2)
    .flatMap(({ one }) => one.offices);
}
