import { type District, type Town } from '../model.ts';
import { NameTable } from './name-table.ts';
import { normalise } from './normalise.ts';

/** A place that a text names. Offsets refer to the text that was read. */
export interface Place {
  /** Canonical district, also for a town; null for another city or when it cannot be told. */
  readonly district: string | null;
  readonly town: string | null;
  /** A place that the service does not speak for. */
  readonly outside: string | null;
  /** The districts that it may be, where a town's name stands in several; else empty. */
  readonly choices: readonly string[];
  readonly text: string;
  readonly start: number;
}

export interface PlaceSettings {
  readonly districts: readonly District[];
  readonly towns: readonly Town[];
  /** Names of other cities and provinces. */
  readonly otherPlaces: readonly string[];
  /** Names that are ordinary words too. */
  readonly weakNames: readonly string[];
}

export type PlaceReader = (text: string) => readonly Place[];

type Meaning =
  | { readonly kind: 'district'; readonly name: string; readonly weak: boolean }
  /** `whole`: written with 镇, 乡 or 街道, which no ordinary word has. */
  | {
      readonly kind: 'town';
      readonly towns: readonly Town[];
      readonly whole: boolean;
      readonly weak: boolean;
    }
  | { readonly kind: 'outside'; readonly name: string };

interface Mention {
  readonly meaning: Meaning;
  readonly start: number;
  readonly end: number;
}

const LONGEST_TEXT = 2000;
const TOWN_SUFFIX = /(?:街道|镇|乡)$/u;
const SPOKEN_SUFFIXES = ['街道办事处', '街道办', '街道', '办事处', '街办', '镇', '乡'];

/**
 * Builds a reader of places: canonical, short and old names, mis-hearings, towns with or without 镇, other cities.
 * A town decides the district, whatever district was said with it (栖霞臧家庄 lies in 福山区 today).
 */
export function createPlaceReader(settings: PlaceSettings): PlaceReader {
  const names = tableOf(settings);
  return (text) => {
    const mentions = mentionsIn(text.slice(0, LONGEST_TEXT), names);
    return joinNeighbours(mentions, text);
  };
}

function tableOf(settings: PlaceSettings): NameTable<Meaning> {
  const names = new NameTable<Meaning>();
  const weakNames = new Set(settings.weakNames);
  const others = new Set(settings.otherPlaces);
  // The city that the service speaks for is no district: it says nothing about where in it.
  const parents = new Set(settings.districts.map(({ parent }) => parent));
  const districts = settings.districts.filter(({ name }) => !parents.has(name));
  for (const district of districts) {
    for (const name of [district.name, ...district.names, ...district.mistakes].map(normalise)) {
      if (others.has(name)) continue;
      names.add(name, { kind: 'district', name: district.name, weak: weakNames.has(name) });
    }
  }
  for (const [name, towns] of townsByName(settings.towns)) {
    const bare = name.replace(TOWN_SUFFIX, '');
    const weak = weakNames.has(bare);
    names.add(name, { kind: 'town', towns, whole: true, weak });
    if (bare === name) continue;
    for (const suffix of SPOKEN_SUFFIXES) {
      names.add(`${bare}${suffix}`, { kind: 'town', towns, whole: true, weak });
    }
    if (bare.length > 1) names.add(bare, { kind: 'town', towns, whole: false, weak });
  }
  for (const name of settings.otherPlaces) names.add(name, { kind: 'outside', name });
  return names;
}

function townsByName(towns: readonly Town[]): ReadonlyMap<string, readonly Town[]> {
  const byName = new Map<string, Town[]>();
  for (const town of towns) {
    const name = normalise(town.name);
    byName.set(name, [...(byName.get(name) ?? []), town]);
  }
  return byName;
}

function mentionsIn(text: string, names: NameTable<Meaning>): readonly Mention[] {
  const mentions: Mention[] = [];
  for (let at = 0; at < text.length;) {
    const start = at;
    const found = names
      .allAt(text, start)
      .map(({ name, value }) => ({ meaning: value, start, end: start + name.length }))
      .find((mention) => isMeant(mention, text, mentions.at(-1)));
    if (found === undefined) at += 1;
    else {
      mentions.push(found);
      at = found.end;
    }
  }
  return mentions;
}

const PLACED_BEFORE = /(?:住在?|家在|老家|户口在|是|俺|我|我们|俺们|待|在|到|去|搬到|嫁到)$/u;
const PLACED_AFTER = /^(?:的|人|这边|那边|这头|那头|那块|这块|那儿|那里|村|住)/u;
const EDGE_BEFORE = /(?:^|[^\p{L}\p{N}]|[住在家是俺我们待到去来跑回嫁问找区市县])$/u;
const EDGE_AFTER =
  /^(?:$|[^\p{L}\p{N}]|的|人|这|那|某|有|村|民政|敬老院|窗口|住|我们|俺|大集|便民|卫生院|派出所|边)/u;
/** 南京路 is a street of ours, 上海大众 a car. */
const NOT_A_PLACE_AFTER = /^(?:路|街|大街|大道|小区|大厦|大众|银行|烤鸭|扒鸡)/u;

/** 除了芝罘, 不在莱山, 芝罘以外: the place that is not meant; 是不是芝罘的 asks for it. */
const LEFT_OUT_BEFORE = /(?:除(?:了|去)?|(?<!是)不是|(?<!在)不在|(?<!属)不属于?)$/u;
const LEFT_OUT_AFTER = /^[区市]?(?:以外|之外|外头|外面)/u;

function isMeant(mention: Mention, text: string, previous: Mention | undefined): boolean {
  const { meaning, start, end } = mention;
  const before = text.slice(Math.max(0, start - 4), start);
  const after = text.slice(end, end + 4);
  if (LEFT_OUT_BEFORE.test(before) || LEFT_OUT_AFTER.test(after)) return false;
  if (meaning.kind === 'outside') return !NOT_A_PLACE_AFTER.test(after);
  if (meaning.kind === 'town') {
    if (meaning.whole) return true;
    if (follows(mention, previous, text)) return true;
  }
  if (meaning.weak) return PLACED_BEFORE.test(before) && PLACED_AFTER.test(after);
  if (meaning.kind === 'district') return !NOT_A_PLACE_AFTER.test(after);
  // Three characters that are no ordinary word (蛇窝泊) cannot be anything else.
  return end - start > 2 || (EDGE_BEFORE.test(before) && EDGE_AFTER.test(after));
}

/** Whether a district stands right before, at most a 的, 市 or a space between. */
function follows(mention: Mention, previous: Mention | undefined, text: string): boolean {
  if (previous?.meaning.kind !== 'district') return false;
  return /^[市县区的 ]?$/u.test(text.slice(previous.end, mention.start));
}

function joinNeighbours(mentions: readonly Mention[], text: string): readonly Place[] {
  const places: Place[] = [];
  mentions.forEach((mention, index) => {
    const previous = mentions[index - 1];
    const joined = mention.meaning.kind === 'town' && follows(mention, previous, text);
    const start = joined && previous !== undefined ? previous.start : mention.start;
    const said = previous?.meaning.kind === 'district' && joined ? previous.meaning.name : null;
    if (joined) places.pop();
    places.push({ ...meant(mention.meaning, said), text: text.slice(start, mention.end), start });
  });
  return places;
}

function meant(
  meaning: Meaning,
  saidDistrict: string | null,
): Pick<Place, 'district' | 'town' | 'outside' | 'choices'> {
  const nowhere = { district: null, town: null, outside: null, choices: [] };
  if (meaning.kind === 'outside') return { ...nowhere, outside: meaning.name };
  if (meaning.kind === 'district') return { ...nowhere, district: meaning.name };
  const placed = meaning.towns.map((town) => ({
    town: town.name,
    district: town.zone ?? town.district,
  }));
  const inSaid = placed.filter((_, at) => {
    const town = meaning.towns[at];
    return town?.district === saidDistrict || town?.zone === saidDistrict;
  });
  const [first, ...more] = inSaid.length > 0 ? inSaid : placed;
  if (first === undefined) return nowhere;
  if (more.length === 0) return { ...nowhere, ...first };
  return {
    ...nowhere,
    town: first.town,
    choices: [first, ...more].map(({ district }) => district),
  };
}
