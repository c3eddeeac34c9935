/** Builds the answering room from checked content: everything that can be computed before the first question is. */
import { type Question, type RuleFigure } from '../model.ts';
import { atOnce } from '../slices.ts';
import { selfChecks } from '../rules/self-check.ts';
import { workOut } from '../rules/work-out.ts';
import { type Guard } from './check/check.ts';
import { computeTools, newMatcher } from './compute.ts';
import { type CueFile, compileCues } from './cues.ts';
import { entryTextsOf } from './entries.ts';
import { type Knowledge } from './contract.ts';
import { lastDayLine } from './compose/last-day.ts';
import { type LibraryContent, buildLibrary, isInForce } from './library.ts';
import { canonicaliser } from './match/canonical.ts';
import { type KeptMatcher } from './kept-policy.ts';
import { createMatcher } from './match/matcher.ts';
import { type SignalWeights } from './match/signals.ts';
import { candidatesOf } from './candidates.ts';
import { comparing, partReader } from './parts.ts';
import { type PipelineTools, ask } from './pipeline.ts';
import { type Calibration, type FoundPlace } from './state.ts';
import { rankingAlone } from './steps/retrieve.ts';
import { type HearComplaint } from '../complaints/hear.ts';
import { type ReadComplaint, type ReadIncidentDate } from '../complaints/read-complaint.ts';
import { type HearStance } from '../stances/stance-model.ts';
import { type ClauseSearch } from './clause-search.ts';
import { wordsFrom } from './words.ts';

export interface KnowledgeParts {
  readonly content: LibraryContent;
  readonly ruleFigures: readonly RuleFigure[];
  readonly synonyms: readonly { readonly word: string; readonly means: string }[];
  readonly words: ReadonlyMap<string, string>;
  readonly cues: CueFile;
  /** Regular expressions of what no answer may say. */
  readonly forbidden: readonly string[];
  readonly ranking: { readonly weights: SignalWeights; readonly calibration: Calibration };
  readonly version: string;
  /** What the service speaks for, e.g. 烟台市: configuration, not code. */
  readonly place: string;
  readonly text: TextTools;
  /** The tables over the entries, where they are at hand; built when absent. */
  readonly matcher?: KeptMatcher;
  readonly searchClauses: ClauseSearch;
  readonly readComplaint: ReadComplaint;
  readonly readIncidentDate: ReadIncidentDate;
  readonly hearComplaint: HearComplaint;
  readonly hearStance: HearStance;
  /** A steady clock in milliseconds, for the timing of steps. */
  readonly elapsed: () => number;
}

/** What the text room does for us. */
export interface TextTools {
  /** Normalises and repairs what was typed or heard. */
  readonly read: (text: string) => string;
  readonly cutWords: (text: string) => readonly string[];
  readonly findPlace: (text: string) => FoundPlace;
  readonly canonicalDistrict: (name: string) => string | null;
}

export function createKnowledge(parts: KnowledgeParts): Knowledge {
  const tools = pipelineTools(parts);
  const { library } = tools;
  const { content } = parts;
  return {
    version: parts.version,
    place: parts.place,
    answer: (request) => ask(request, tools),
    candidates: ({ question, limit }) =>
      candidatesOf(tools.rankAlone(tools.read(question)), tools, limit),
    search: parts.searchClauses,
    question: (id) => library.question(id),
    staffWording: (id, asOf, district) => {
      const question = library.question(id);
      return question === null ? null : (library.version(question, asOf, district)?.staff ?? null);
    },
    clause: (id) => library.clause(id),
    source: (id) => library.source(id),
    sources: () => content.sources,
    questions: () => content.questions,
    standards: ({ asOf, programme, district }) =>
      content.standards.filter(
        (one) =>
          isInForce(one.inForce, asOf) &&
          (programme == null || one.programme === programme) &&
          (district == null || library.placesAbove(district).includes(one.district)),
      ),
    contacts: (district) =>
      district == null
        ? content.contacts
        : content.contacts.filter((one) => library.placesAbove(district).includes(one.district)),
    districts: () => content.districts,
    towns: () => content.towns,
    coverage: () => content.coverage,
    findPlace: (text) => tools.findPlace(tools.read(text)),
    readComplaint: parts.readComplaint,
    readIncidentDate: parts.readIncidentDate,
    words: tools.words,
    ...selfChecks({ ...tools, figures: parts.ruleFigures }),
  };
}

function pipelineTools(parts: KnowledgeParts): PipelineTools {
  const library = buildLibrary(parts.content, parts.place);
  const canonicalise = canonicaliser(parts.synonyms);
  const links = linksTo(parts.content.questions);
  const { text } = parts;
  const cues = compileCues(parts.cues);
  const kept = parts.matcher ?? atOnce(newMatcher(parts.content, computeTools(parts)));
  const words = wordsFrom(parts.words);
  const ranking = {
    ...parts.ranking,
    matcher: createMatcher(
      entryTextsOf(parts.content).map((entry, at) => ({
        ...entry,
        named: kept.named[at] ?? 0,
        links: links.get(entry.id) ?? 0,
      })),
      kept.tables,
    ),
  };
  const read = partReader({ cues, canonicalise });
  const compared = comparing(canonicalise, text.cutWords);
  return {
    ...{ library, ...ranking },
    rankAlone: rankingAlone(read, { ...ranking, compared }),
    cues,
    words,
    place: parts.place,
    hearComplaint: parts.hearComplaint,
    hearStance: parts.hearStance,
    workOut: (said, programme, scope, today) =>
      workOut(
        { text: said, programme, today, asOf: scope.asOf, district: scope.district },
        {
          library,
          words,
          figures: parts.ruleFigures,
          canonicalDistrict: text.canonicalDistrict,
        },
      ),
    lastDay: (request) => lastDayLine(request, { cues, words, figures: parts.ruleFigures }),
    read: text.read,
    canonicalise,
    cutWords: text.cutWords,
    parts: read,
    compared,
    findPlace: text.findPlace,
    canonicalDistrict: text.canonicalDistrict,
    isPlaceName: placeNames(parts.content),
    guard: guardOf(parts.forbidden),
    lastDayOfFormerLaw: lastDayBefore(parts.content),
    elapsed: parts.elapsed,
  };
}

function placeNames({ districts, towns }: LibraryContent): (text: string) => boolean {
  const names = new Set([
    ...districts.flatMap(({ name, names: others, mistakes }) => [name, ...others, ...mistakes]),
    ...towns.map(({ name }) => name),
  ]);
  return (text) =>
    names.has(text) ||
    Array.from(text).some((_, at) => names.has(text.slice(0, at)) && names.has(text.slice(at)));
}

/** How many entries lead to each. */
function linksTo(questions: readonly Question[]): ReadonlyMap<string, number> {
  const links = new Map<string, number>();
  for (const id of questions.flatMap((question) => question.next)) {
    links.set(id, (links.get(id) ?? 0) + 1);
  }
  return links;
}

function guardOf(forbidden: readonly string[]): Guard {
  return { forbidden: new RegExp(forbidden.length === 0 ? '(?!)' : forbidden.join('|'), 'u') };
}

/** The eve of the youngest law: what people mean by "before the new law". */
function lastDayBefore(content: LibraryContent): string | null {
  const youngest = content.sources
    .filter((source) => source.level === '法律' && source.programmes.includes('低保'))
    .map((source) => source.inForce.from)
    .sort()
    .at(-1);
  if (youngest === undefined) return null;
  const eve = new Date(`${youngest}T00:00:00Z`);
  eve.setUTCDate(eve.getUTCDate() - 1);
  return eve.toISOString().slice(0, 10);
}
