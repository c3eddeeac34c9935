/** 享受待遇信息 (C3 of the notice): since when, how much, when paid, until when, why it ended. */
export interface Benefit {
  readonly id: string;
  readonly personId: string;
  readonly programme: string;
  readonly district: string;
  readonly state: 'active' | 'stopped';
  readonly name: string;
  readonly phone: string;
  /** `YYYY-MM`. */
  readonly from: string;
  readonly to: string | null;
  /** Yuan a month, decimal string. */
  readonly amount: string;
  /** Day of the month. */
  readonly payDay: number;
  /** Why it was changed or ended; never empty for a reduction or an end (社会救助法 第四十八条). */
  readonly reason: string | null;
}

/** Something that happened to a benefit and must be told. */
export type BenefitEvent =
  | { readonly type: 'started' }
  | { readonly type: 'paid'; readonly month: string }
  | {
      readonly type: 'changed';
      readonly from: string;
      readonly amount: string;
      readonly reason: string;
    }
  | { readonly type: 'stopped'; readonly from: string; readonly reason: string };

/** What a person reads about their own benefit. */
export interface BenefitView {
  readonly programme: string;
  readonly state: string;
  readonly text: string;
}

export interface BenefitStore {
  insert(benefit: Benefit, phoneIndex: string): Promise<void>;
  update(benefit: Benefit): Promise<void>;
  find(id: string): Promise<Benefit | null>;
  byPhone(phoneIndex: string): Promise<readonly Benefit[]>;
  /** Replaces a code that was asked for before. */
  putCode(phoneIndex: string, print: string, until: string): Promise<void>;
  /** True when the code fits and is not too old; it is used up by that, and after five tries in any case. */
  useCode(phoneIndex: string, print: string, now: string): Promise<boolean>;
}
