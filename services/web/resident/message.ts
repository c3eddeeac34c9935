import { type Activity } from './activity.ts';
import { newClientId } from './session.ts';
import { say } from './words.ts';

export interface Message {
  /** Stable key: the client's number for own messages, the activity's for others. */
  readonly key: string;
  readonly from: 'me' | 'bot' | 'staff';
  readonly text: string;
  readonly activity: Activity | null;
  /** Photos and PDF on their way; own messages only. */
  readonly files: readonly File[];
  /** Addresses of the photos on this device, to be shown with the message. */
  readonly previews: readonly string[];
  /** Own messages only. */
  state: 'sending' | 'waiting' | 'sent' | 'failed';
  /** Why it failed, in words. */
  problem: string;
}

const PLAIN = { activity: null, files: [], previews: [], problem: '' } as const;

/** Something the person says, under a number that stays the same however often it is sent. */
export const ownMessage = (text: string, key = newClientId()): Message => ({
  ...{ ...PLAIN, key, from: 'me', text, state: 'sending' },
});

/** Files without words. The history names them as the server does. */
export function fileMessage(files: readonly File[]): Message {
  const photos = files.filter(({ type }) => type.startsWith('image/'));
  return {
    ...ownMessage(files.map(({ name }) => say('file', { name })).join('\n')),
    files,
    previews: photos.map((photo) => URL.createObjectURL(photo)),
  };
}

/** A message as the server has it. */
export const toldMessage = (activity: Activity, about: Pick<Message, 'key' | 'from'>): Message => ({
  ...PLAIN,
  ...about,
  activity,
  text: activity.text ?? '',
  state: 'sent',
});
