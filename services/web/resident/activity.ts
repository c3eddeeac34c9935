/** The parts of a Bot Framework activity that this page reads. All of it came over the network: text, never markup. */
export interface Activity {
  readonly id?: string;
  readonly type: string;
  readonly text?: string;
  readonly speak?: string;
  readonly replyToId?: string;
  readonly from?: { readonly id?: string; readonly name?: string; readonly role?: string };
  readonly channelData?: ChannelData;
  readonly suggestedActions?: { readonly actions?: readonly SuggestedAction[] };
}

interface SuggestedAction {
  readonly title?: string;
  readonly value?: unknown;
}

export interface ChannelData {
  readonly clientActivityID?: string;
  readonly answer?: Answer;
  readonly ticket?: TicketReceipt;
  /** Photos and PDF are welcome now. */
  readonly takesFiles?: boolean;
}

export interface Answer {
  readonly id: string;
  readonly outcome: string;
  readonly spoken?: string;
  readonly asOf: string;
  readonly district: string | null;
  readonly citations: readonly Citation[];
  readonly contacts: readonly { readonly name: string; readonly value: string }[];
}

export interface Citation {
  readonly title: string;
  readonly docNumber: string | null;
  readonly article: string;
  readonly quote: string;
  readonly wording?: 'digest' | 'official';
  readonly url: string;
}

export interface TicketReceipt {
  readonly number: string;
  readonly queryCode: string;
  readonly dueDate: string;
}

/** Buttons of an activity: what they say and what they send. */
export function choicesOf(activity: Activity): readonly { label: string; value: string }[] {
  return (activity.suggestedActions?.actions ?? []).flatMap(({ title, value }) => {
    const said = typeof value === 'string' ? value : title;
    return said === undefined || said === '' ? [] : [{ label: title ?? said, value: said }];
  });
}

/** Links of an answer lead to our own pages only. */
export function ownPath(url: string): string {
  return /^\/(?!\/)/u.test(url) ? url : '/policy';
}

/** A number that can be dialled, or null. */
export function dialled(value: string): string | null {
  return /^\+?[\d-]{3,20}$/u.test(value) ? value : null;
}
