import { nextTick, reactive } from 'vue';

/** What the operator is about to say: in a call the line being typed, in a chat the message. Sent by nobody but them. */
export const draft = reactive({ text: '', speaker: 'caller' as 'caller' | 'operator' });

/** Puts a sentence where it can be looked at and changed, and goes there. */
export async function insert(text: string): Promise<void> {
  draft.speaker = 'operator';
  draft.text = draft.text.trim() === '' ? text : `${draft.text.trim()} ${text}`;
  await nextTick();
  document.getElementById('say')?.focus();
}

export function clearDraft(): void {
  Object.assign(draft, { text: '', speaker: 'caller' });
}
