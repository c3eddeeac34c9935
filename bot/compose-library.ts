import { join } from 'node:path';
import { type Editions } from '../knowledge/index.ts';
import { beijingDate, type Clock } from '../services/clock.ts';
import { type LibraryRouteDeps } from '../services/http/routes/library.ts';
import { readLibraryWords } from '../services/library/library-words.ts';
import { type LivePolicy } from '../services/library/live-policy.ts';
import { createLibrary } from '../services/library/shelf.ts';
import { createTryOut } from '../services/library/try-out.ts';
import { createUnanswered } from '../services/library/unanswered.ts';
import { answerMarkStore } from '../services/storage/call-store-sql.ts';
import { type Database } from '../services/storage/database.ts';
import { askedStore, libraryStore } from '../services/storage/library-store-sql.ts';
import { type Wake } from '../services/wake.ts';
import { type Office } from './compose-office.ts';

export interface LibraryParts {
  readonly db: Database;
  readonly clock: Clock;
  /** Folder of the policy content (`knowledge/content`). */
  readonly content: string;
  readonly office: Pick<Office, 'audit' | 'crypto'>;
  readonly editions: Editions;
  readonly live: LivePolicy;
  readonly wake: Wake;
}

const TOPIC = 'library';

/** Wires the knowledge at run time: drafts, publishing into the answers of every process, questions without an answer. */
export function composeLibrary(parts: LibraryParts): LibraryRouteDeps {
  const { db, clock, content, office, editions, live, wake } = parts;
  const words = readLibraryWords(join(content, 'words/library.yaml'));
  const store = libraryStore(db);
  const asked = askedStore(db, office.crypto);
  const today = (): string => beijingDate(clock.now());
  wake.listen(TOPIC, () => {
    // A failure is logged where it happens, and the job looks again.
    live.refresh().catch(() => undefined);
  });
  const library = createLibrary({
    ...{ store, asked, editions, clock, words },
    unitOfWork: db,
    audit: office.audit,
    onPublished: async (seq) => {
      wake.tell(TOPIC, String(seq));
      await live.refresh();
    },
  });
  return {
    library,
    tryOut: createTryOut({ editions, store, today, words, live: live.current }),
    unanswered: createUnanswered({
      ...{ library, clock, words },
      store: asked,
      marks: answerMarkStore(db),
      knowledge: live.current,
    }),
    knowledge: live.current,
    today,
  };
}
