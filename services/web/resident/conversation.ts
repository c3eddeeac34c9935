import { computed, reactive, ref } from 'vue';
import { recall, remember } from '../shared/device.ts';
import { type Activity } from './activity.ts';
import { DirectLine, LineError, type LineState, type SavedLine } from './direct-line.ts';
import { fileMessage, type Message, ownMessage, toldMessage } from './message.ts';
import { newClientId, readSession, writeSession } from './session.ts';
import { say } from './words.ts';

const TRIES = 4;
const FIRST_OF_ALL = /\|0*1$/u;
const FIRST_PAUSE_MS = 1000;
const SLOW_MS = 6_000;
const VERY_SLOW_MS = 20_000;

/** What is shown while a reply is due: nothing, a sign of life, or a word about the wait. */
export type Wait = 'none' | 'short' | 'slow' | 'very-slow';

/** The one conversation of this page: what was said, what is under way, how the line stands. */
export function createConversation() {
  const messages = reactive<Message[]>([]);
  const state = ref<LineState>('new');
  const district = ref(recall('district') ?? '');
  const wait = ref<Wait>('none');
  const online = ref(navigator.onLine);
  const spoken = ref<readonly Message[]>([]);
  let saved: SavedLine | null = null;
  let line: DirectLine | null = null;
  let opening: Promise<DirectLine> | null = null;
  let timers: number[] = [];
  let sending: Promise<void> = Promise.resolve();
  let generation = 0;
  /** The server has told us a message of the person's in this conversation. */
  let heard = false;

  const save = (): void => {
    const unsent = messages
      .filter((one) => one.from === 'me' && one.state !== 'sent' && one.files.length === 0)
      .map(({ key, text }) => ({ clientId: key, text }));
    writeSession(saved === null && unsent.length === 0 ? null : { line: saved, unsent });
  };

  function take(activity: Activity): void {
    if (activity.type === 'typing') {
      if (wait.value === 'none' && messages.length > 0) beginWait();
      return;
    }
    if (activity.type !== 'message') return;
    const isMine = activity.from?.role !== 'bot';
    if (isMine) takeOwn(activity);
    else takeReply(activity);
  }

  function takeOwn(activity: Activity): void {
    const clientId = activity.channelData?.clientActivityID;
    const known = messages.find((one) => one.key === (clientId ?? activity.id));
    heard = true;
    if (known) known.state = 'sent';
    else
      messages.push(
        toldMessage(activity, { key: clientId ?? activity.id ?? newClientId(), from: 'me' }),
      );
    save();
  }

  function takeReply(activity: Activity): void {
    const key = activity.id ?? newClientId();
    if (messages.some((one) => one.key === key)) return;
    // What comes before the first word of the person is the greeting, and the page has greeted already.
    // Where one asks instead of listening it may come late: it is always the first activity of all.
    if (activity.replyToId === undefined && (!heard || FIRST_OF_ALL.test(key))) return;
    const from = activity.from?.name === say('staff') ? 'staff' : 'bot';
    const message = toldMessage(activity, { key, from });
    messages.push(message);
    spoken.value = [message];
    endWait();
  }

  function beginWait(): void {
    endWait();
    wait.value = 'short';
    timers = [
      window.setTimeout(() => (wait.value = 'slow'), SLOW_MS),
      window.setTimeout(() => (wait.value = 'very-slow'), VERY_SLOW_MS),
    ];
  }

  function endWait(): void {
    for (const timer of timers) clearTimeout(timer);
    timers = [];
    wait.value = 'none';
  }

  /** The line, opened when it is first needed: whoever only reads costs nothing. */
  function connected(): Promise<DirectLine> {
    opening ??= openLine().catch((thrown: unknown) => {
      opening = null;
      throw thrown;
    });
    return opening;
  }

  async function openLine(): Promise<DirectLine> {
    const made = new DirectLine(saved, {
      onActivity: take,
      onState: (now) => {
        state.value = now;
        if (now === 'expired') forgetLine();
      },
      onSaved: (now) => {
        saved = now;
        save();
      },
    });
    line = made;
    try {
      await made.open();
    } catch (thrown) {
      made.close();
      line = null;
      // The saved conversation is over: the next try begins a new one.
      if (saved !== null && thrown instanceof LineError && thrown.status >= 400) forgetLine();
      throw thrown;
    }
    state.value = 'open';
    return made;
  }

  function forgetLine(): void {
    line?.close();
    line = null;
    opening = null;
    saved = null;
    heard = false;
    endWait();
    save();
  }

  const send = (text: string): void => begin(ownMessage(text));
  const sendFiles = (files: readonly File[]): void => begin(fileMessage(files));

  function begin(made: Message): void {
    const message = reactive(made) as Message;
    messages.push(message);
    save();
    queue(message);
  }

  /** Sends once more, under the same number: if the first try did arrive, nothing happens twice. */
  function again(message: Message): void {
    message.state = 'sending';
    message.problem = '';
    queue(message);
  }

  // One after another, in the order in which they were written.
  function queue(message: Message): void {
    const mine = generation;
    sending = sending.then(() => (mine === generation ? deliver(message) : undefined));
  }

  async function deliver(message: Message): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        const open = await connected();
        beginWait();
        await open.post(activityOf(message), message.files);
        message.state = 'sent';
        save();
        return;
      } catch (thrown) {
        if ((message.state as Message['state']) === 'sent') return;
        endWait();
        const error = thrown instanceof LineError ? thrown : new LineError(0, '');
        if (isOver(error)) forgetLine();
        if (!mayTryAgain(error) || attempt === TRIES) {
          message.state = 'failed';
          message.problem = error.message;
          save();
          return;
        }
        message.state = 'waiting';
        await pause(error, attempt);
      }
    }
  }

  function activityOf({ key, text, files }: Message): object {
    return {
      type: 'message',
      ...(files.length > 0 ? {} : { text }),
      locale: 'zh-CN',
      from: { id: 'me', role: 'user' },
      channelData: {
        clientActivityID: key,
        ...(district.value === '' ? {} : { district: district.value }),
      },
    };
  }

  function restart(): void {
    generation += 1;
    for (const { previews } of messages) previews.forEach((one) => URL.revokeObjectURL(one));
    forgetLine();
    messages.splice(0);
    state.value = 'new';
    writeSession(null);
  }

  function setDistrict(name: string): void {
    district.value = name;
    remember('district', name === '' ? null : name);
  }

  /** After a reload: what was said comes back from the server, what was not confirmed is sent again. */
  function resume(): void {
    const session = readSession();
    if (session === null) return;
    saved = session.line;
    for (const { clientId, text } of session.unsent)
      messages.push(reactive(ownMessage(text, clientId)) as Message);
    const unsent = messages.filter((one) => one.state === 'sending');
    if (saved !== null) void connected().catch(() => (state.value = 'lost'));
    for (const message of unsent) queue(message);
  }

  function wakeUp(): void {
    online.value = navigator.onLine;
    if (!navigator.onLine) return;
    line?.wake();
    for (const message of messages)
      if (message.state === 'failed' && message.problem === '') again(message);
  }
  addEventListener('online', wakeUp);
  addEventListener('offline', wakeUp);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') line?.wake();
  });

  return {
    ...{ messages, state, district, wait, online, spoken },
    ...{ send, sendFiles, again, restart, resume, setDistrict },
    started: computed(() => messages.length > 0),
  };
}

/** The conversation is over; a new one can be begun. */
function isOver({ status }: LineError): boolean {
  return status === 401 || status === 403 || status === 404;
}

/** Nobody answered, too many at once, the other side in trouble: all of these pass. A refusal does not. */
function mayTryAgain(error: LineError): boolean {
  const { status } = error;
  return status === 0 || status === 408 || status === 429 || status >= 500 || isOver(error);
}

function pause({ retryAfterSeconds }: LineError, attempt: number): Promise<void> {
  const ms =
    retryAfterSeconds === null ? FIRST_PAUSE_MS * 2 ** (attempt - 1) : retryAfterSeconds * 1000;
  return new Promise((resolve) => setTimeout(resolve, ms));
}
