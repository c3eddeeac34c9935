/**
 * What numbers in a sentence mean. Types only. `start`/`end` are offsets into the text that was read,
 * `text` is the part that says it. Amounts are yuan, days are `YYYY-MM-DD`.
 */

/** 每月, 每年, 每天, 每次 (or 一次性); null where the sentence does not say. */
export type Pay = '月' | '年' | '天' | '次';

/** How exact the speaker is: 不到, 左右, 多 / 以上, 不超过 / 以内, or exact. */
export type Qualifier = 'exact' | 'under' | 'about' | 'over' | 'at-most';

interface Said {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** An amount of money; `min` = `max` when one amount is said. `yuan` is the best single figure to work with. */
export interface Money extends Said {
  readonly kind: 'money';
  readonly yuan: number;
  readonly min: number;
  /** null for 一千多, 好几千: no upper end is said. */
  readonly max: number | null;
  readonly qualifier: Qualifier;
  readonly period: Pay | null;
  readonly perPerson: boolean;
}

/** People of a household or just people: 三口人, 一家六口, 俩孩子, 3人. */
export interface People extends Said {
  readonly kind: 'people';
  readonly count: number;
  readonly min: number;
  readonly max: number;
  /** The whole household (一家六口, 家里三口人), not some people (俩孩子). */
  readonly household: boolean;
}

/** Age in full years; `nominal` for 虚岁, `months` under two years; `birthYear` when that was said. */
export interface Age extends Said {
  readonly kind: 'age';
  readonly years: number;
  readonly max: number | null;
  readonly months: number | null;
  readonly nominal: boolean;
  readonly birthYear: number | null;
}

export type DisabilityType = '视力' | '听力' | '言语' | '肢体' | '智力' | '精神' | '多重';

/** 残疾: grade 1 is the gravest. */
export interface Disability extends Said {
  readonly kind: 'disability';
  readonly grade: 1 | 2 | 3 | 4 | null;
  readonly type: DisabilityType | null;
}

export interface Area extends Said {
  readonly kind: 'area';
  readonly value: number;
  readonly unit: '平方米' | '亩';
}

/** 0–1 and above: 20% is 0.2. */
export interface Share extends Said {
  readonly kind: 'share';
  readonly value: number;
}

/** How exactly a date was said: 10月8日, 八月底, 八月, 去年夏天, 去年, 三年前. */
export type Precision = 'day' | 'part-of-month' | 'month' | 'season' | 'year' | 'about';

/** A day or a span of days, both ends included. `lunar` when it was said by the lunar calendar. */
export interface DateSpan extends Said {
  readonly kind: 'date';
  readonly from: string;
  readonly to: string;
  readonly precision: Precision;
  readonly lunar: boolean;
}

/** A length of time: 两年了, 住院十五天. */
export interface Duration extends Said {
  readonly kind: 'duration';
  readonly count: number;
  readonly unit: '天' | '周' | '月' | '年' | '工作日' | '小时';
}

/** A day that comes back each month: 每个月10号. */
export interface Recurring extends Said {
  readonly kind: 'recurring';
  readonly day: number;
}

export interface Clock extends Said {
  readonly kind: 'clock';
  readonly from: string;
  readonly to: string | null;
}

/** A telephone number, digits only; masked digits stay as `*`. */
export interface Phone extends Said {
  readonly kind: 'phone';
  readonly number: string;
}

/** 身份证号: `valid` says whether its check digit is right (GB 11643). */
export interface IdNumber extends Said {
  readonly kind: 'id-number';
  readonly number: string;
  readonly valid: boolean;
}

/** 第三次, 第22条. */
export interface Ordinal extends Said {
  readonly kind: 'ordinal';
  readonly value: number;
  readonly unit: string;
}

/** A number with another unit (二里地, 三条) or with none. */
export interface PlainNumber extends Said {
  readonly kind: 'number';
  readonly value: number;
  readonly min: number;
  readonly max: number | null;
  readonly unit: string;
}

export type Quantity =
  | Money
  | People
  | Age
  | Disability
  | Area
  | Share
  | DateSpan
  | Duration
  | Recurring
  | Clock
  | Phone
  | IdNumber
  | Ordinal
  | PlainNumber;

export interface QuantityOptions {
  /** Today in Beijing; dates are resolved against it. */
  readonly today: string;
  /** What an unclear date means: `past` (default) for what happened, `future` for what is to come. */
  readonly tense?: 'past' | 'future';
}
