/** What was understood of a complaint in a person's own words. Types only. */
import { type Programme } from '../model.ts';
import { type ComplaintCategory } from './complaint-file.ts';

/** 工单种类, as far as a text can tell it. */
export type ComplaintKind = '投诉' | '举报' | '建议' | '求助';

/** Everything that the text says; null where it says nothing. Nothing is guessed. */
export interface ComplaintReading {
  readonly kind: ComplaintKind;
  /** 0–1: somebody complains, rather than asks. */
  readonly complains: number;
  readonly category: ComplaintCategory;
  /** 0–1: how far the model is sure of the category. */
  readonly confidence: number;
  /** The words that speak most for the category. */
  readonly because: readonly string[];
  /** The next likeliest categories, for a person who corrects it. */
  readonly alternatives: readonly ComplaintCategory[];
  readonly programme: Programme | null;
  readonly district: string | null;
  readonly town: string | null;
  /** Asked not to be named, or left neither name nor phone. */
  readonly anonymous: boolean;
  /** Said in words that no name is to be taken down. */
  readonly anonymityAsked: boolean;
  /** Asked that those complained of do not learn who it was. */
  readonly confidential: boolean;
  /** As written, with masked digits. */
  readonly phone: string | null;
  /** The person's own name or form of address, as written. */
  readonly name: string | null;
  /** When the main thing happened: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, as exactly as the text allows. */
  readonly incidentDate: string | null;
  readonly urgency: '紧急' | '一般';
  /** False when it belongs to another office. */
  readonly inScope: boolean;
  /** The offices that are right for it, when not in scope. */
  readonly redirect: readonly string[] | null;
  /** It only asks something: to be answered, not supervised. */
  readonly isConsultation: boolean;
  /** The place or office complained of, as written. */
  readonly unit: string | null;
  /** What the person wants, as written. */
  readonly wish: string | null;
}

export interface ComplaintRequest {
  /** Today in Beijing, `YYYY-MM-DD`: dates are counted from it. */
  readonly today: string;
}
