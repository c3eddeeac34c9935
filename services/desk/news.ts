import { type Wake } from '../wake.ts';
import { type Suggestion } from './assist.ts';
import { fullViewOf } from './call-access.ts';
import { type Call } from './call-store.ts';
import { type Speaker } from './call.ts';
import { type DeskHub, type Newsroom, type QueueNews } from './hub.ts';

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
    suggestion: (call) => {
      here.suggestion(call);
      wake.tell(DESK, `suggestion ${call.id}`);
    },
    partial: (piece, operator) => {
      here.partial(piece, operator);
      const text = piece.text.slice(-LONGEST_PIECE);
      wake.tell(DESK, `partial ${piece.callId} ${piece.speaker} ${text}`);
    },
    queue: (kind) => {
      here.queue(kind);
      wake.tell(DESK, kind);
    },
  };
}

function newsHere({ hub, suggest, failed }: NewsroomParts): Newsroom {
  // A fault in the assistant must not take the other news of the desk with it.
  const suggestion = (call: Call): Suggestion | null => {
    try {
      return suggest(call);
    } catch (thrown) {
      failed(thrown);
      return null;
    }
  };
  return {
    call: (call) => {
      const { id, operator } = call;
      hub.publish({ kind: 'call', callId: id, operator, body: () => fullViewOf(call, null) });
    },
    suggestion: (call) => {
      const { id, operator } = call;
      hub.publish({ kind: 'suggestion', callId: id, operator, body: () => suggestion(call) });
    },
    partial: (piece, operator) => {
      hub.publish({ kind: 'partial', callId: piece.callId, operator, body: () => piece });
    },
    queue: (kind) => {
      hub.publish({ kind, callId: null, operator: null, body: () => ({}) });
    },
  };
}

/** What another process told: kind, then which call, then what no database holds. */
async function hear({ find }: NewsroomParts, here: Newsroom, about: string): Promise<void> {
  const [kind = '', callId = '', speaker = '', ...text] = about.split(' ');
  if (QUEUE_NEWS.includes(kind)) {
    here.queue(kind as QueueNews);
    return;
  }
  const call = await find(callId);
  if (call === null) return;
  if (kind === 'call') here.call(call);
  else if (kind === 'suggestion') here.suggestion(call);
  else if (kind === 'partial')
    here.partial({ callId, speaker: speaker as Speaker, text: text.join(' ') }, call.operator);
}
