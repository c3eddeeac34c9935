import { type Activity } from 'botbuilder-core';
import { type Reply } from './reply.ts';

/** A reply as an Activity; who it is from and its number are added where it is stored. */
export function activityOf({
  text,
  spoken,
  suggestions = [],
  answer,
  ticket,
  data,
}: Reply): Partial<Activity> {
  const actions = suggestions.map((title) => ({ type: 'imBack', title, value: title }));
  const channelData = {
    ...data,
    ...(answer ? { answer } : {}),
    ...(ticket ? { ticket } : {}),
  };
  return {
    type: 'message',
    text,
    textFormat: 'plain',
    speak: spoken ?? text,
    inputHint: 'expectingInput',
    locale: 'zh-CN',
    ...(actions.length > 0 ? { suggestedActions: { to: [], actions } } : {}),
    ...(Object.keys(channelData).length > 0 ? { channelData } : {}),
  };
}
