/** For which day and which place a question speaks. */
import { type Cues } from './cues.ts';
import { type AskContext, type AskRequest } from './contract.ts';
import { type FoundPlace, type Scope } from './state.ts';

interface PlaceTools {
  readonly cues: Cues;
  readonly findPlace: (text: string) => FoundPlace;
  readonly canonicalDistrict: (name: string) => string | null;
  /** The day before the present law came into force: what "under the old law" means. */
  readonly lastDayOfFormerLaw: string | null;
}

/** The person's own words win over what the device knows, and that wins over the turn before. */
export function scopeOf(
  text: string,
  request: AskRequest,
  context: AskContext,
  tools: PlaceTools,
): Scope {
  const found = tools.findPlace(text);
  const said = found.district;
  const given = request.district == null ? null : tools.canonicalDistrict(request.district);
  const day = dayAskedFor(text, request, context, tools);
  return {
    asOf: request.asOf ?? day ?? request.today,
    // 长岛的跟福山一样吗: of several districts each is told.
    district: found.several ? null : (said ?? given ?? context.district),
    asOfSaid: day !== null,
    otherPlace: said === null ? tools.cues.otherPlace(text) : null,
  };
}

/** A day named now, or named before and not left since. */
function dayAskedFor(
  text: string,
  request: AskRequest,
  context: AskContext,
  tools: PlaceTools,
): string | null {
  if (request.asOf != null) return null;
  const kept = tools.cues.present.test(text) ? null : context.asOf;
  return dateAskedFor(text, request.today, tools) ?? kept;
}

/**
 * The past day whose rule is asked for, or null. A date alone is no such wish: most dates tell when something
 * happened, and the question is what holds now.
 */
function dateAskedFor(text: string, today: string, tools: PlaceTools): string | null {
  if (tools.cues.present.test(text)) return null;
  if (tools.cues.formerLaw.test(text)) return tools.lastDayOfFormerLaw;
  const year = pastYear(text, Number(today.slice(0, 4)));
  if (year === null || !tools.cues.askedForThen.test(year.rest)) return null;
  return `${String(year.year)}-${year.month ?? '12-31'}`;
}

const YEAR = /(?<digits>20[0-2]\d)\s*年?(?:(?<month>1[0-2]|0?[1-9])月)?|(?<word>去年|前年)/u;

/** A year before this one and what is said after it. Within this year nothing is guessed: `asOf` says it. */
function pastYear(
  text: string,
  thisYear: number,
): { year: number; month: string | null; rest: string } | null {
  const found = YEAR.exec(text);
  if (found === null) return null;
  const { digits, month, word } = found.groups ?? {};
  const year = digits === undefined ? thisYear - (word === '去年' ? 1 : 2) : Number(digits);
  if (year >= thisYear || text.startsWith('〕', found.index + found[0].length)) return null;
  const day = month === undefined ? null : `${month.padStart(2, '0')}-28`;
  return { year, month: day, rest: text.slice(found.index) };
}
