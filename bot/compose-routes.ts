import { type Knowledge } from '../knowledge/index.ts';
import { beijingDate, type Clock } from '../services/clock.ts';
import { type Config } from '../services/config/config.ts';
import { createFeedback } from '../services/enquiry/feedback.ts';
import { type HttpMetrics } from '../services/http/metrics.ts';
import { readChatAssets } from '../services/http/pages/assets.ts';
import { readNeeds } from '../services/http/pages/needs.ts';
import { type Route } from '../services/http/route.ts';
import { askRoutes } from '../services/http/routes/ask.ts';
import { deskRoutes } from '../services/http/routes/desk.ts';
import { directLineRoutes } from '../services/http/routes/direct-line.ts';
import { feedbackRoutes } from '../services/http/routes/feedback.ts';
import { handOverRoutes } from '../services/http/routes/hand-overs.ts';
import { hotlineRoutes } from '../services/http/routes/hotline.ts';
import { interfaceRoutes } from '../services/http/routes/interface.ts';
import { officeRoutes } from '../services/http/routes/office.ts';
import { type LibraryRouteDeps, libraryRoutes } from '../services/http/routes/library.ts';
import { operationsRoutes } from '../services/http/routes/operations.ts';
import { pageRoutes } from '../services/http/routes/pages.ts';
import { policyDataRoutes } from '../services/http/routes/policy-data.ts';
import { type HttpWords } from '../services/http/words.ts';
import { type Log } from '../services/log/log.ts';
import { type Database } from '../services/storage/database.ts';
import { feedbackStore } from '../services/storage/feedback-store-sql.ts';
import { type Wake } from '../services/wake.ts';
import { type ConversationRoom } from './compose-conversations.ts';
import { composeDesk } from './compose-desk.ts';
import { type Office } from './compose-office.ts';

export interface RouteParts {
  readonly config: Config;
  readonly db: Database;
  readonly clock: Clock;
  readonly office: Office;
  readonly knowledge: () => Knowledge;
  readonly conversations: ConversationRoom;
  readonly library: LibraryRouteDeps;
  readonly metrics: HttpMetrics;
  readonly wake: Wake;
  readonly log: Log;
  readonly words: HttpWords;
  /** Rejects while something does not answer that is needed to serve. */
  readonly ready: () => Promise<void>;
  /** Folder of the built pages. */
  readonly pagesDir: string;
  readonly version: string;
}

/** Every door of the service. A new group of routes is one more line here. */
export function composeRoutes(parts: RouteParts): readonly Route[] {
  const { config, knowledge, conversations, words, clock, metrics, ready } = parts;
  const { enquiries, directLine } = conversations;
  const today = (): string => beijingDate(clock.now());
  // What is called most stands first: the router holds a path against one route after the other.
  const routes = [
    ...directLineRoutes({ directLine, tls: config.http.tls }),
    ...askRoutes({ enquiries, knowledge, words }),
    ...operationsRoutes({ ready, metrics, metricsToken: config.metricsToken }),
    ...policyDataRoutes({ knowledge, words, today }),
    ...residentRoutes(parts, today),
    ...staffRoutes(parts),
  ];
  return [...routes, ...interfaceRoutes(routes, parts.version, words)];
}

function residentRoutes(
  { config, knowledge, conversations, words, clock, db, office, pagesDir }: RouteParts,
  today: () => string,
): readonly Route[] {
  const { enquiries, enquiryRecords } = conversations;
  return [
    ...feedbackRoutes(
      createFeedback({ store: feedbackStore(db), enquiries: enquiryRecords, clock }),
    ),
    ...pageRoutes({
      ...{ words, knowledge, today, enquiries },
      needs: readNeeds(config.contentDir),
      chat: readChatAssets(pagesDir),
      tickets: office.tickets,
      statistics: office.publicStatistics,
    }),
  ];
}

function staffRoutes({
  config,
  db,
  clock,
  office,
  conversations,
  knowledge,
  wake,
  log,
  library,
}: RouteParts): readonly Route[] {
  const content = config.contentDir;
  const desk = composeDesk({
    ...{ db, clock, content, office, knowledge, wake, log },
  });
  const { handOvers } = conversations;
  handOvers.subscribe(({ kind }) => {
    desk.news.queue(kind);
  });
  return [
    ...officeRoutes({
      ...office,
      words: office.ticketDeps.words,
      tls: config.http.tls,
      receiptToken: config.smsReceiptToken,
    }),
    ...deskRoutes({
      ...{ ...desk, knowledge, clock },
      sessions: office.staff,
    }),
    ...handOverRoutes(handOvers),
    ...libraryRoutes(library),
    ...hotlineRoutes({ calls: desk.calls, clock, hotlineSecret: config.hotlineSecret }),
  ];
}
