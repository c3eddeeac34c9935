import { type ComplaintReading } from '../../knowledge/index.ts';

/** What the flow waits for. `offer` and `filed` wait for nothing. */
export type ComplaintStep =
  | 'offer'
  | 'story'
  | 'consult'
  | 'elsewhere'
  | 'place'
  | 'when'
  | 'identity'
  | 'contact'
  | 'confirm'
  | 'change'
  | 'add'
  | 'leaving';

export type Identity = 'named' | 'confidential' | 'anonymous';

/** What was read from the story; later answers replace parts of it. */
export type Details = Pick<
  ComplaintReading,
  'kind' | 'category' | 'programme' | 'district' | 'town' | 'incidentDate' | 'urgency'
>;

/** A complaint on its way. Sealed with the conversation; gone when it ends. */
export interface ComplaintState {
  /** The message that began it: the same for every try, so that no retry files twice. */
  readonly id: string;
  readonly step: ComplaintStep;
  /** Steps that were asked before this one, for 返回. */
  readonly past: readonly ComplaintStep[];
  /** Everything told of the matter, in the person's words. */
  readonly told: string;
  readonly details: Details | null;
  readonly identity: Identity | null;
  readonly name: string | null;
  readonly phone: string | null;
  /** Steps that the person passed over. */
  readonly passed: readonly ComplaintStep[];
  /** The person said that this is a complaint, whatever it sounds like. */
  readonly insists: boolean;
  /** Tries that the present step has not understood. */
  readonly tries: number;
  /** When the person spoke last, ISO 8601. */
  readonly at: string;
}

/** Characters of substance without which nobody could look into it. */
export const LEAST_STORY = 6;
/** The longest text of a ticket. */
export const LONGEST_STORY = 2000;

export const newComplaint = (id: string, at: Date): ComplaintState => ({
  ...{ id, step: 'story', past: [], told: '', details: null, identity: null, name: null },
  ...{ phone: null, passed: [], insists: false, tries: 0, at: at.toISOString() },
});

/** Adds to the story; what does not fit is cut, not lost silently: the summary shows the end. */
export function withTold(state: ComplaintState, text: string): ComplaintState {
  const joined = state.told === '' ? text : `${state.told}\n${text}`;
  return { ...state, told: joined.slice(0, LONGEST_STORY) };
}

/** What a reading of the whole story adds; what was answered before stays. */
export function withReading(state: ComplaintState, read: ComplaintReading): ComplaintState {
  const { kind, category, programme, urgency } = read;
  const before = state.details;
  const said: Identity | null = read.anonymityAsked
    ? 'anonymous'
    : read.confidential
      ? 'confidential'
      : read.phone !== null
        ? 'named'
        : null;
  return {
    ...state,
    details: {
      ...{ kind, category, programme },
      urgency: before?.urgency === '紧急' ? '紧急' : urgency,
      district: before?.district ?? read.district,
      town: before?.town ?? read.town,
      incidentDate: before?.incidentDate ?? read.incidentDate,
    },
    identity: state.identity ?? said,
    name: state.name ?? read.name,
    phone: state.phone ?? read.phone,
  };
}
