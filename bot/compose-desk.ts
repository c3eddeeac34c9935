import { join } from 'node:path';
import { type Knowledge } from '../knowledge/index.ts';
import { beijingDate, beijingTime, type Clock } from '../services/clock.ts';
import { answerOnce } from '../services/desk/answer-once.ts';
import { createAssist, type Suggestion } from '../services/desk/assist.ts';
import { type Call, type EventToKeep } from '../services/desk/call-store.ts';
import { type AnswerMarks, createAnswerMarks } from '../services/desk/answer-marks.ts';
import { type Calls } from '../services/desk/calls.ts';
import { readDeskWords } from '../services/desk/desk-words.ts';
import { createCalls } from '../services/desk/desk.ts';
import { createDeskHub, type DeskHub, type Newsroom } from '../services/desk/hub.ts';
import { createNewsroom } from '../services/desk/news.ts';
import { createSheet } from '../services/desk/sheet.ts';
import { type Log } from '../services/log/log.ts';
import { answerMarkStore, callStore, presenceStore } from '../services/storage/call-store-sql.ts';
import { type DeskDeps, type Received } from '../services/desk/deps.ts';
import { keepTogether } from '../services/desk/receive.ts';
import { type Database } from '../services/storage/database.ts';
import { enquiryStore } from '../services/storage/enquiry-store-sql.ts';
import { handOverStore } from '../services/storage/hand-over-store-sql.ts';
import { groupCommit } from '../services/storage/group-commit.ts';
import { staffStore } from '../services/storage/staff-store-sql.ts';
import { type Wake } from '../services/wake.ts';
import { type Office } from './compose-office.ts';
import { readEligibilityWords } from './flows/eligibility-words.ts';
import { readForm } from './read-form.ts';

export interface DeskParts {
  readonly db: Database;
  readonly clock: Clock;
  /** Folder of the policy content (`knowledge/content`). */
  readonly content: string;
  readonly office: Pick<Office, 'crypto' | 'persons' | 'audit' | 'tickets'>;
  readonly knowledge: () => Knowledge;
  readonly wake: Wake;
  readonly log: Pick<Log, 'warn'>;
}

export interface Desk {
  readonly calls: Calls;
  readonly marks: AnswerMarks;
  readonly hub: DeskHub;
  readonly news: Newsroom;
}

/** So many events share a commit, and so many may wait for theirs. */
const EVENTS_TOGETHER = { most: 100, queue: 2000 };

/** Wires the hotline desk over one database. */
export function composeDesk(parts: DeskParts): Desk {
  const { db, clock, content, office, knowledge } = parts;
  const deskWords = readDeskWords(join(content, 'words/desk.yaml'));
  const hub = createDeskHub();
  const store = callStore(db, office.persons);
  const answer = answerOnce(knowledge);
  const assist = createAssist({
    ...{ answer, readForm: readForm(knowledge), words: deskWords },
    readFacts: (text, today) => knowledge().readFacts(text, { today }),
  });
  const suggest = ({ lines }: Pick<Call, 'lines'>): Suggestion => {
    const now = clock.now();
    return assist({ lines, at: beijingTime(now), today: beijingDate(now) });
  };
  const news = createNewsroom({
    ...{ hub, suggest, find: (id) => store.find(id), wake: parts.wake },
    failed: (thrown) => {
      parts.log.warn('desk.news', { error: thrown });
    },
  });
  const staff = staffStore(db);
  const markStore = answerMarkStore(db);
  const names = async (): Promise<ReadonlyMap<string, string>> =>
    new Map((await staff.all()).map(({ id, name }) => [id, name]));
  const deps: Omit<DeskDeps, 'together'> = {
    ...{ clock, store, news, suggest, words: deskWords, unitOfWork: db },
    sheet: createSheet(knowledge, { ...readEligibilityWords(content), ...deskWords.sheet }),
    crypto: office.crypto,
    persons: office.persons,
    audit: office.audit,
    tickets: office.tickets,
    callBacks: handOverStore(db, office.crypto),
    enquiries: enquiryStore(db, office.crypto),
    marks: markStore,
    presence: presenceStore(db),
    colleagues: () => staff.all(),
    operatorByLogin: async (login) => {
      const account = await staff.byLogin(login);
      const takesCalls = account?.role === 'operator' || account?.role === 'supervisor';
      return takesCalls && !account.disabled ? account.id : null;
    },
  };
  const events = groupCommit<EventToKeep, Received>(
    db,
    (coming) => keepTogether(deps, coming),
    EVENTS_TOGETHER,
  );
  const calls = createCalls({ ...deps, together: (event) => events.add(event) });
  const marks = createAnswerMarks({ store: markStore, clock, names, knowledge });
  return { calls, marks, hub, news };
}
