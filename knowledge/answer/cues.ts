/** Recognition words, compiled once from `content/words/cues.yaml`: what asks, what goes back to the last turn, what is danger. */

import { type Outcome } from '../model.ts';

/** One group of danger words: which entry answers, what rings the bell, and the idioms that do not count. */
export interface DangerCue {
  readonly entry: string;
  readonly rings: RegExp;
  readonly idioms: RegExp | null;
}

/** Words that settle what kind of ending is wanted, whatever the entries look like. */
export interface SettlingCue {
  /** The best entry of it answers; null: always `entry`. */
  readonly outcome: Outcome | null;
  /** Answers where no entry of the outcome is near. */
  readonly entry: string;
  readonly heard: RegExp;
  readonly unless: RegExp;
}

/** Whether a text holds the words of a cue, and none of those that mean something else. */
export function settles(
  { heard, unless }: Pick<SettlingCue, 'heard' | 'unless'>,
  text: string,
): boolean {
  return heard.test(text) && !unless.test(text);
}

/** A time limit that runs from a day which people tell: how long is a figure of `rule-figures.csv`. */
export interface LastDayCue {
  readonly figure: string;
  /** Answers that it belongs to. */
  readonly entries: ReadonlySet<string>;
  /** Words that name the step; null where the answer alone says which it is. */
  readonly heard: RegExp | null;
  /** Words of another time limit: nothing is counted then. */
  readonly unless: RegExp;
}

export interface Cues {
  readonly asks: RegExp;
  /** 这样对吗: what is asked stands before it. */
  readonly pointsBack: RegExp;
  /** 这个先不说: what stands before it in the sentence is not what is asked. */
  readonly setAside: RegExp;
  /** 行，那咋办手续: the words before the question only say that the last answer was heard. */
  readonly acknowledges: RegExp;
  /** 摔断腿没钱看病咋整: nothing is asked but what to do about the need. */
  readonly asksForHelp: RegExp;
  /** The need in a story: what was lost, broken or cannot be paid. */
  readonly needs: RegExp;
  /** Words that ask without saying about what: 咋弄, 要多少天. In canonical text. */
  readonly bareAsk: RegExp;
  readonly followsUp: RegExp;
  readonly corrects: RegExp;
  /** Nothing but words that carry no meaning of their own: what is left of 那特困呢 without its programme. */
  readonly filler: RegExp;
  /** What may stand around the name of a place that is all that was said. */
  readonly aroundPlace: RegExp;
  /** The entry that asks what somebody wants to know. */
  readonly greetingEntry: string;
  /** The matters that are asked for most: offered where a question names none. */
  readonly usualMatters: readonly string[];
  readonly present: RegExp;
  readonly formerLaw: RegExp;
  readonly askedForThen: RegExp;
  /** The place that another office speaks for, where its own rule is asked for: 上海的低保, never 在上海打工. */
  readonly otherPlace: (text: string) => string | null;
  readonly danger: readonly DangerCue[];
  /** Answers where somebody sounds in danger, and nothing says in which. */
  readonly dangerEntry: string;
  readonly settles: readonly SettlingCue[];
  readonly lastDays: readonly LastDayCue[];
  /** 批了没, 这月咋少了: somebody speaks of what was done in the own case, not of what is done as a rule. */
  readonly ownCase: Pick<SettlingCue, 'heard' | 'unless'>;
  /** What a person is doing besides asking, as the outcome that it speaks for. */
  readonly stances: ReadonlyMap<string, RegExp>;
  /** A story of the own household, the question whether it is enough, and the entry with the conditions by programme. */
  readonly household: RegExp;
  readonly eligible: RegExp;
  readonly conditions: ReadonlyMap<string, string>;
  /** The entry that begins a look at what the household may get. */
  readonly screenEntry: string;
  /** Programme → what names it in canonical text. */
  readonly programmes: ReadonlyMap<string, RegExp>;
  /** Aspect → what names it in canonical text. */
  readonly aspects: ReadonlyMap<string, RegExp>;
  /** 俺是低保户: who somebody is, not what is asked. In canonical text. */
  readonly status: RegExp;
  /** Whether something is allowed or how long it takes: the rule is asked, however angry the story before it. */
  readonly asksRule: RegExp;
  /** 还有, 另外: something else is asked than before. */
  readonly turnsElsewhere: RegExp;
  /** Words that only people who ask us say. */
  readonly fieldWords: RegExp;
  /** Programme → words without one of which none of its sums is told, unless it is surely meant. */
  readonly figuresOf: ReadonlyMap<string, RegExp>;
  /** Programme for some people alone → words without one of which nothing of it is told, unless it is surely meant. */
  readonly peopleOf: ReadonlyMap<string, RegExp>;
  /** Hard times, told without a question. */
  readonly hardship: RegExp;
  /** Somebody who could have done wrong, or what was done: without it hard times are no complaint. */
  readonly accused: RegExp;
}

interface DangerSource {
  readonly entry: string;
  readonly words: readonly string[];
  readonly idioms: readonly string[];
}

interface LastDaySource {
  readonly figure: string;
  readonly entries: readonly string[];
  readonly words: readonly string[];
  readonly unless: readonly string[];
}

interface SettlingSource {
  readonly outcome: Outcome | null;
  readonly entry: string;
  readonly words: readonly string[];
  readonly unless: readonly string[];
}

/** The file as written: patterns are regular expressions without flags. */
export interface CueFile {
  readonly asks: readonly string[];
  readonly pointsBack: readonly string[];
  readonly setAside: readonly string[];
  readonly acknowledges: readonly string[];
  readonly asksForHelp: readonly string[];
  readonly needs: readonly string[];
  readonly bareAsk: readonly string[];
  readonly followsUp: readonly string[];
  readonly corrects: readonly string[];
  readonly filler: string;
  readonly aroundPlace: string;
  readonly greetingEntry: string;
  readonly usualMatters: readonly string[];
  readonly present: readonly string[];
  readonly formerLaw: readonly string[];
  readonly askedForThen: readonly string[];
  readonly otherPlaces: readonly string[];
  readonly otherPlaceRules: readonly string[];
  readonly otherPlaceForms: readonly {
    readonly words: readonly string[];
    readonly unless: readonly string[];
  }[];
  readonly dangerEntry: string;
  readonly danger: readonly DangerSource[];
  readonly programmes: Readonly<Record<string, readonly string[]>>;
  readonly aspects: Readonly<Record<string, readonly string[]>>;
  readonly status: readonly string[];
  readonly asksRule: readonly string[];
  readonly turnsElsewhere: readonly string[];
  readonly fieldWords: readonly string[];
  readonly figuresOf: Readonly<Record<string, readonly string[]>>;
  readonly peopleOf: Readonly<Record<string, readonly string[]>>;
  readonly hardship: readonly string[];
  readonly accused: readonly string[];
  readonly settles: readonly SettlingSource[];
  readonly lastDays: readonly LastDaySource[];
  readonly ownCase: Pick<SettlingSource, 'words' | 'unless'>;
  readonly stances: Readonly<Record<string, readonly string[]>>;
  readonly screen: {
    readonly household: readonly string[];
    readonly eligible: readonly string[];
    readonly entry: string;
    readonly entries: Readonly<Record<string, string>>;
  };
}

const anyOf = (patterns: readonly string[], flags = 'u'): RegExp =>
  new RegExp(patterns.length === 0 ? '(?!)' : patterns.map((one) => `(?:${one})`).join('|'), flags);

function byName(lists: Readonly<Record<string, readonly string[]>>): ReadonlyMap<string, RegExp> {
  return new Map(Object.entries(lists).map(([name, patterns]) => [name, anyOf(patterns)]));
}

/** Longest first, so that 上海市 is not read as 上海 with a rest; nothing for an empty list. */
function namesOf(places: readonly string[]): string {
  return places.length === 0
    ? '(?!)'
    : places
        .toSorted((a, b) => b.length - a.length)
        .map((place) => place.replace(/[\\^$.*+?()[\]{}|]/gu, '\\$&'))
        .join('|');
}

/** Finds the place whose own rule is asked for: another office speaks for it. */
function otherPlaceIn(file: CueFile): Cues['otherPlace'] {
  const names = `(?<place>${namesOf(file.otherPlaces)})`;
  const rules = `(?:${file.otherPlaceRules.join('|')})`;
  const forms = file.otherPlaceForms.map(({ words, unless }) => ({
    heard: words.map(
      (form) => new RegExp(form.replace('PLACE', names).replace('RULES', rules), 'u'),
    ),
    unless: anyOf(unless),
  }));
  return (text) => {
    for (const { heard, unless } of forms) {
      if (unless.test(text)) continue;
      for (const form of heard) {
        const place = form.exec(text)?.groups?.['place'];
        if (place !== undefined) return place;
      }
    }
    return null;
  };
}

export function compileCues(file: CueFile): Cues {
  return {
    asks: anyOf(file.asks),
    pointsBack: anyOf(file.pointsBack),
    setAside: anyOf(file.setAside),
    acknowledges: new RegExp(`^(?:${file.acknowledges.join('|')})[，,。！! ]+`, 'u'),
    asksForHelp: new RegExp(`(?:${file.asksForHelp.join('|')})[啊呀呢吧哩]?[?？。！! ]*$`, 'u'),
    needs: anyOf(file.needs, 'gu'),
    bareAsk: anyOf(file.bareAsk, 'gu'),
    followsUp: new RegExp(`^(?:${file.followsUp.join('|')})`, 'u'),
    corrects: new RegExp(`^(?:${file.corrects.join('|')})[，,。！!\\s]*`, 'u'),
    filler: new RegExp(`^(?:${file.filler})*$`, 'u'),
    aroundPlace: new RegExp(file.aroundPlace, 'gu'),
    greetingEntry: file.greetingEntry,
    usualMatters: file.usualMatters,
    present: anyOf(file.present),
    formerLaw: anyOf(file.formerLaw),
    askedForThen: anyOf(file.askedForThen),
    otherPlace: otherPlaceIn(file),
    dangerEntry: file.dangerEntry,
    danger: file.danger.map((group) => ({
      entry: group.entry,
      rings: anyOf(group.words),
      idioms: group.idioms.length === 0 ? null : anyOf(group.idioms, 'gu'),
    })),
    settles: file.settles.map(({ outcome, entry, words, unless }) => ({
      outcome,
      entry,
      heard: anyOf(words),
      unless: anyOf(unless),
    })),
    lastDays: file.lastDays.map(({ figure, entries, words, unless }) => ({
      figure,
      entries: new Set(entries),
      heard: words.length === 0 ? null : anyOf(words),
      unless: anyOf(unless),
    })),
    ownCase: { heard: anyOf(file.ownCase.words), unless: anyOf(file.ownCase.unless) },
    stances: byName(file.stances),
    household: anyOf(file.screen.household),
    eligible: anyOf(file.screen.eligible),
    screenEntry: file.screen.entry,
    conditions: new Map(Object.entries(file.screen.entries)),
    aspects: byName(file.aspects),
    status: anyOf(file.status, 'gu'),
    asksRule: anyOf(file.asksRule),
    turnsElsewhere: anyOf(file.turnsElsewhere),
    fieldWords: anyOf(file.fieldWords),
    figuresOf: byName(file.figuresOf),
    peopleOf: byName(file.peopleOf),
    hardship: anyOf(file.hardship),
    accused: anyOf(file.accused),
    programmes: byName(file.programmes),
  };
}
