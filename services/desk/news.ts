import { type Wake } from '../wake.ts';
import { type Suggestion } from './assist.ts';
import { fullViewOf } from './call-access.ts';
import { type Call } from './call-store.ts';
import { type Speaker } from './call.ts';
import { type DeskHub, type DeskNews, type Newsroom, type QueueNews } from './hub.ts';
import { createSuggesting } from './suggesting.ts';

export interface NewsroomParts {
  readonly hub: DeskHub;
  readonly wake: Wake;
  readonly find: (callId: string) => Promise<Call | null>;
  readonly suggest: (call: Call) => Suggestion;
  /** Told when something could not be read or made; the page finds it with its next look. */
  readonly failed: (thrown: unknown) => void;
}

const DESK = 'desk';
const QUEUE_NEWS: readonly string[] = ['hand-over', 'message', 'call-back'] satisfies QueueNews[];
/** A wake-up call carries some 2,000 characters: of a piece still being spoken the end is what matters. */
const LONGEST_PIECE = 300;

/** See `Newsroom`. */
export function createNewsroom(parts: NewsroomParts): Newsroom {
  const { hub, wake } = parts;
  const here = newsHere(parts);
  wake.listen(DESK, (about) => {
    if (hub.heard()) hear(parts, here, about).catch(parts.failed);
  });
  return {
    call: (call) => {
      here.call(call);
      wake.tell(DESK, `call ${call.id}`);
    },
    said: (call, speaker, wordsOnly) => {
      here.said(call, speaker, wordsOnly);
      wake.tell(DESK, `${wordsOnly ? 'said' : 'began'} ${call.id} ${speaker}`);
    },
    partial: (call, piece) => {
      here.partial(call, piece);
      const text = piece.text.slice(-LONGEST_PIECE);
      wake.tell(DESK, `partial ${call.id} ${piece.speaker} ${piece.at} ${text}`);
    },
    queue: (kind) => {
      here.queue(kind);
      wake.tell(DESK, kind);
    },
  };
}

function newsHere({ hub, suggest, failed }: NewsroomParts): Newsroom {
  const about = (kind: DeskNews['kind'], { id, operator }: Call): Omit<DeskNews, 'body'> => ({
    ...{ kind, operator, callId: id },
  });
  const suggesting = createSuggesting({
    suggest,
    wanted: (call) => hub.heard(about('suggestion', call)),
    tell: (call, suggestion) => {
      hub.publish({ ...about('suggestion', call), body: () => suggestion });
    },
    failed,
  });
  return {
    call: (call) => {
      hub.publish({ ...about('call', call), body: () => fullViewOf(call, null) });
    },
    said: (call, speaker, wordsOnly) => {
      hub.publish({ ...about('call', call), wordsOnly, body: () => fullViewOf(call, null) });
      if (speaker === 'caller') suggesting.finished(call);
    },
    partial: (call, piece) => {
      const { speaker, text } = piece;
      hub.publish({ ...about('partial', call), body: () => ({ callId: call.id, speaker, text }) });
      if (speaker === 'caller') suggesting.unfinished({ ...call, lines: [...call.lines, piece] });
    },
    queue: (kind) => {
      hub.publish({ kind, callId: null, operator: null, body: () => ({}) });
    },
  };
}

/** What another process told: kind, then which call, then what no database holds. */
async function hear({ find }: NewsroomParts, here: Newsroom, about: string): Promise<void> {
  const [kind = '', callId = '', speaker = '', at = '', ...text] = about.split(' ');
  if (QUEUE_NEWS.includes(kind)) {
    here.queue(kind as QueueNews);
    return;
  }
  const call = await find(callId);
  if (call === null) return;
  if (kind === 'call') here.call(call);
  else if (kind === 'said' || kind === 'began')
    here.said(call, speaker as Speaker, kind === 'said');
  else if (kind === 'partial')
    here.partial(call, { at, speaker: speaker as Speaker, text: text.join(' ') });
}
