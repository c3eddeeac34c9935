/** A message cut into the questions it holds, each with what it is compared by. */
import { remembering, rememberingTexts } from '../remembering.ts';
import { piecesOf } from '../text/sentences.ts';
import { type Cues } from './cues.ts';
import { type Compared, type Features, featuresOfBoth, mixFeatures } from './match/features.ts';
import { keysOf } from './match/keys.ts';
import { type Part, type Tools } from './state.ts';

export interface PartTools {
  readonly cues: Cues;
  readonly canonicalise: (text: string) => string;
}

const SENTENCE = /(?<=[。；;！!？?\n])/u;

/** A rest shorter than this says nothing by itself (characters). */
const LEAST_REST = 8;

/** The text without what is told only to be put aside (药费先不说), unless nothing to go by is left. */
export function withoutAside(text: string, { setAside }: Pick<Cues, 'setAside'>): string {
  const rest = text.split(SENTENCE).map((sentence) => {
    const pieces = piecesOf(sentence);
    const last = pieces.findLastIndex((piece) => setAside.test(piece));
    return last < 0 ? sentence : pieces.slice(last + 1).join('，');
  });
  const left = rest.filter((sentence) => sentence !== '').join('');
  return Array.from(left).length < LEAST_REST ? text : left;
}

/** The pieces that ask something; a piece too short to stand alone joins the one before it. */
export function askingPieces(text: string, cues: Cues): string[] {
  return piecesOf(text).filter((piece) => cues.asks.test(piece));
}

/** The same, each with what was told right before it: 天天坐班车 午饭自己掏钱 这个能减减不 asks about these. */
export function questionsWithStory(text: string, cues: Cues): string[] {
  const questions: string[] = [];
  let told: string[] = [];
  for (const piece of piecesOf(text)) {
    told.push(piece);
    if (!cues.asks.test(piece)) continue;
    questions.push(told.join('，'));
    told = [];
  }
  return questions;
}

/** 还有残疾证上哪办: words that begin something else, and a word of ours that says what. */
export function turnsElsewhere(piece: string, cues: Cues): boolean {
  return cues.turnsElsewhere.test(piece) && cues.fieldWords.test(piece);
}

/** Share that the story around the question keeps: it tells the situation, but it is not what is asked. */
export const STORY_SHARE = 0.6;

/** Reads a text as a question, or takes what was read before: a follow-up is read together with the question before it. */
export function partOf(text: string, tools: Pick<Tools, 'parts'>, followsUp: boolean): Part {
  const part = tools.parts(text);
  return part.followsUp === followsUp ? part : { ...part, followsUp };
}

/** Half a kilobyte each. */
const REMEMBERED = 3000;
/** What the newest are compared by, of some hundred conversations that go on side by side: ten kilobytes each. */
const COMPARED = 200;

/** Reads texts as questions that stand alone, and remembers the newest. */
export function partReader(tools: PartTools): (text: string) => Part {
  return rememberingTexts<Part>(REMEMBERED, (text) => readPart(text, tools));
}

/** Reads what parts are compared by, and remembers the newest. */
export function comparing(
  canonicalise: (text: string) => string,
  cutWords: (text: string) => readonly string[],
): (part: Pick<Part, 'text' | 'asking'>) => Compared {
  const remembered = remembering<Compared>(COMPARED);
  const featuresFrom = (said: string): Features => featuresOfBoth(said, canonicalise, cutWords);
  return ({ text, asking }) =>
    remembered(text, () => {
      const all = featuresFrom(text);
      const focus = asking === text ? all : sameOr(all, featuresFrom(asking));
      const features = focus === all ? all : mixFeatures(focus, restOf(all, focus), STORY_SHARE);
      return { features, focus };
    });
}

function readPart(text: string, tools: PartTools): Part {
  const { cues } = tools;
  const canonical = tools.canonicalise(text);
  const asking = askedIn(text, cues);
  const named = canonical.replace(cues.status, '，');
  const programmes = namesFound(named, cues.programmes);
  const asks = asking === text ? named : tools.canonicalise(asking).replace(cues.status, '，');
  return {
    text,
    // Mostly the same words: one string is kept then.
    canonical: canonical === text ? text : canonical,
    asking,
    stances: namesFound(text, cues.stances),
    programmes,
    status:
      named === canonical ? NONE : without(namesFound(canonical, cues.programmes), programmes),
    asked: asks === named ? programmes : namesFound(asks, cues.programmes),
    aspects: namesFound(asks, cues.aspects),
    keys: orNone(keysOf(text)),
    fieldWords: cues.fieldWords.test(canonical),
    followsUp: false,
  };
}

/** Shorter than any question or need (characters). */
const LEAST_ASKED = 4;

/** What a message asks: its asking pieces; where they only ask for help the need in the story; else all of it. */
function askedIn(text: string, cues: Cues): string {
  const pieces = askingPieces(text, cues);
  const asking = pieces
    .filter((piece) => !cues.pointsBack.test(piece))
    .filter((piece) => cues.asks.test(piece.replace(cues.asksForHelp, '')));
  const asked =
    asking.length === 0 && pieces.length > 0
      ? [...text.matchAll(cues.needs)].join('，')
      : asking.join('，');
  return asked.length < LEAST_ASKED ? text : asked;
}

const NONE: ReadonlySet<string> = new Set();

/** The programmes that a canonical text names, other than to tell who somebody is. */
export function programmesIn(
  canonical: string,
  { status, programmes }: Pick<Cues, 'status' | 'programmes'>,
): ReadonlySet<string> {
  return namesFound(canonical.replace(status, '，'), programmes);
}

/** Most messages ask with all that they say: then both are one object, and whatever is compared by them is compared once. */
function sameOr(all: Features, focus: Features): Features {
  if (all.size !== focus.size) return focus;
  const others = focus.entries();
  for (const [key, weight] of all) {
    const [otherKey, otherWeight] = others.next().value ?? [];
    if (key !== otherKey || weight !== otherWeight) return focus;
  }
  return all;
}

function restOf(all: Features, focus: Features): Features {
  const rest = new Map<string, number>();
  for (const [key, weight] of all) {
    const left = weight - (focus.get(key) ?? 0);
    if (left > 0) rest.set(key, left);
  }
  return rest;
}

function without(names: ReadonlySet<string>, others: ReadonlySet<string>): ReadonlySet<string> {
  return orNone(new Set([...names].filter((name) => !others.has(name))));
}

/** How a canonical text names a programme (复议 for 信访复议), or null. */
export function nameSaid(
  programme: string,
  canonical: string,
  { programmes }: Pick<Cues, 'programmes'>,
): string | null {
  return programmes.get(programme)?.exec(canonical)?.[0] ?? null;
}

export function namesFound(
  text: string,
  patterns: ReadonlyMap<string, RegExp>,
): ReadonlySet<string> {
  const found = new Set<string>();
  for (const [name, pattern] of patterns) {
    if (pattern.test(text)) found.add(name);
  }
  return orNone(found);
}

/** Most sets of a text are empty: they are one object. */
function orNone(names: ReadonlySet<string>): ReadonlySet<string> {
  return names.size === 0 ? NONE : names;
}
