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
export interface Details extends Pick<
  ComplaintReading,
  'kind' | 'programme' | 'district' | 'town' | 'incidentDate' | 'urgency'
> {
  /** Null before anything was told. */
  readonly category: ComplaintReading['category'] | null;
}

const NOTHING_READ: Details = {
  ...{ kind: '投诉', category: null, programme: null, urgency: '一般' },
  ...{ district: null, town: null, incidentDate: null },
};

/** A complaint on its way. Sealed with the conversation; gone when it ends. */
export interface ComplaintState {
  /** The message that began it: the same for every try, so that no retry files twice. */
  readonly id: string;
  readonly step: ComplaintStep;
  /** Steps that were asked before this one, for 返回. */
  readonly past: readonly ComplaintStep[];
  /** Everything told of the matter, in the person's words. */
  readonly told: string;
  readonly details: Details;
  readonly identity: Identity | null;
  readonly name: string | null;
  readonly phone: string | null;
  /** Steps that the person passed over. */
  readonly passed: readonly ComplaintStep[];
  /** The person said that this is a complaint, whatever it sounds like. */
  readonly insists: boolean;
  /** Tries that the present step has not understood. */
  readonly tries: number;
  /** Names of the photos and papers that go with it. */
  readonly files: readonly string[];
  /** When the person spoke last, ISO 8601. */
  readonly at: string;
}

/** Characters of substance without which nobody could look into it. */
export const LEAST_STORY = 4;
/** The longest text of a ticket. */
export const LONGEST_STORY = 2000;

export const newComplaint = (id: string, at: Date): ComplaintState => ({
  ...{ id, step: 'story', past: [], told: '', details: NOTHING_READ, identity: null, name: null },
  ...{ phone: null, passed: [], insists: false, tries: 0, files: [], at: at.toISOString() },
});

/** Adds to the story; what does not fit is cut, not lost silently: the summary shows the end. */
export function withTold(state: ComplaintState, text: string): ComplaintState {
  const joined = state.told === '' ? text : `${state.told}\n${text}`;
  return { ...state, told: joined.slice(0, LONGEST_STORY) };
}

/** What a reading of the whole story adds; what was answered before stays. */
export function withReading(state: ComplaintState, read: ComplaintReading): ComplaintState {
  const { kind, category, programme } = read;
  const before = state.details;
  return {
    ...state,
    details: {
      ...{ kind, category, programme },
      urgency: before.urgency === '紧急' ? '紧急' : read.urgency,
      district: before.district ?? read.district,
      town: before.town ?? read.town,
      incidentDate: before.incidentDate ?? read.incidentDate,
    },
    identity: state.identity ?? identityIn(read),
    name: state.name ?? (read.name === null ? null : plainName(read.name)),
    phone: state.phone ?? read.phone,
  };
}

function identityIn({ anonymityAsked, confidential, phone }: ComplaintReading): Identity | null {
  if (anonymityAsked) return 'anonymous';
  if (confidential) return 'confidential';
  return phone === null ? null : 'named';
}

/** 我叫孙某 → 孙某. */
export const plainName = (said: string): string =>
  said.replace(/^(?:电话|手机|号码|姓名|名字|我|俺|本人|的|是|叫)+/u, '');
