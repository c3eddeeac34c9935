import { join } from 'node:path';
import {
  type Editions,
  type Knowledge,
  type KnowledgeOptions,
  OUTCOMES,
  openEditions,
  type Shelf,
} from '../knowledge/index.ts';
import { beijingDate, type Clock } from '../services/clock.ts';
import { type Config } from '../services/config/config.ts';
import { readKeys, ringReader } from '../services/config/keys.ts';
import { AppError } from '../services/errors.ts';
import { createHttpApp, type Mount } from '../services/http/app.ts';
import { chatSockets } from '../services/http/chat-sockets.ts';
import { builtFiles } from '../services/http/files.ts';
import { createMetrics, type HttpMetrics } from '../services/http/metrics.ts';
import { type LoadWatch, watchLoad } from '../services/http/overload.ts';
import { type Route } from '../services/http/route.ts';
import { createHttpServer } from '../services/http/server.ts';
import { readHttpWords } from '../services/http/words.ts';
import { type LivePolicy, openLivePolicy } from '../services/library/live-policy.ts';
import { type Log } from '../services/log/log.ts';
import { cloudMasGateway } from '../services/notices/cloud-mas.ts';
import { type SmsGateway } from '../services/notices/notice.ts';
import { policyShelf } from '../services/policy-shelf.ts';
import { repeat } from '../services/repeat.ts';
import { sharedJob } from '../services/storage/job-runs-sql.ts';
import { rateCounts } from '../services/storage/rate-counts-sql.ts';
import { personKeyStore } from '../services/storage/person-key-store-sql.ts';
import { type Database, openDatabase } from '../services/storage/database.ts';
import { libraryStore } from '../services/storage/library-store-sql.ts';
import { wakeOver } from '../services/storage/wake-sql.ts';
import { type Wake } from '../services/wake.ts';
import { policyClauses } from '../services/tickets/policy-clauses.ts';
import { composeConversations, type ConversationRoom } from './compose-conversations.ts';
import { composeLibrary } from './compose-library.ts';
import { composeOffice, type Office, type OfficeParts } from './compose-office.ts';
import { composeRoutes } from './compose-routes.ts';
import { type ConversationHost } from './conversation-host.ts';
import { jobsOf } from './jobs.ts';

export interface ServiceParts {
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Log;
  /** The folder that holds package.json. */
  readonly root: string;
  readonly version: string;
  /** Everything printed says 示例; for the demonstration. */
  readonly demo?: boolean;
  /** Short messages; what the configuration names when absent. */
  readonly sms?: SmsGateway;
  /** A policy to speak for instead of what the content folder holds. */
  readonly policy?: Knowledge;
  /** Where the computed policy is kept; in the data folder and beside the compiled code when absent. */
  readonly shelf?: Shelf;
  /** A database file up to this size is read whole before anybody is served; see `WHOLE_AT_ONCE_BYTES` when absent. */
  readonly wholeAtOnceBytes?: number;
  /** Decides when newcomers are turned away; by how late the event loop runs, unless told otherwise. */
  readonly load?: LoadWatch;
}

/** The whole service, ready to be listened to. */
export interface Service {
  readonly office: Office;
  readonly conversations: ConversationRoom;
  readonly knowledge: () => Knowledge;
  readonly routes: readonly Route[];
  /** Login and one-time password, at the very first start only. */
  readonly firstAdministrator: { readonly login: string; readonly password: string } | null;
  /** Opens the doors and gives the port. */
  listen(): Promise<number>;
  /** Closes in reverse order; what is under way is finished first. */
  close(): Promise<void>;
}

const DRAIN_MS = 10_000;
const MOST_STREAMS = 10_000;

/** Wires everything. What was opened is closed again when a later part fails. */
export async function composeService(parts: ServiceParts): Promise<Service> {
  const { config } = parts;
  // Where nobody may make keys, missing ones are told before anything is touched.
  const given = config.mayMakeKeys ? null : readKeys(config.keysDir, false);
  const { wholeAtOnceBytes } = parts;
  const db = await openDatabase({
    url: config.databaseUrl,
    ...(wholeAtOnceBytes === undefined ? {} : { wholeAtOnceBytes }),
  });
  try {
    // A database in use has keys already: new ones would not open it.
    const isNew = (await personKeyStore(db).canary()) === null;
    return await composeOver(db, parts, given ?? readKeys(config.keysDir, isNew));
  } catch (thrown) {
    await db.close();
    throw thrown;
  }
}

async function composeOver(
  db: Database,
  parts: ServiceParts,
  keys: ReturnType<typeof readKeys>,
): Promise<Service> {
  const { config, clock, log } = parts;
  const editions = openEditions(knowledgeOptions(parts));
  const live = await openLivePolicy({
    ...{ editions, log },
    base: parts.policy,
    store: libraryStore(db),
    warmUp: (policy) => {
      warmUp(policy, beijingDate(clock.now()));
    },
  });
  const knowledge = live.current;
  const metrics = createMetrics();
  const office = await composeOffice({
    ...{ db, clock },
    content: config.contentDir,
    keyRing: keys.ring,
    readRing: ringReader(config.keysDir),
    signingKeyPem: keys.signingKeyPem,
    auditMac: keys.auditMac,
    checkpoints: config.checkpointsDir,
    clauses: policyClauses({
      clause: (id) => knowledge().clause(id),
      source: (id) => knowledge().source(id),
      search: (request) => knowledge().search(request),
    }),
    ...chatsOf(() => rooms.host),
    retentionDays: config.retentionDays,
    sms: parts.sms ?? (config.sms && cloudMasGateway(config.sms)),
    hotline: config.hotline,
    random: Math.random,
    secondFactorRequired: config.secondFactorRequired,
    verifierFile: join(parts.root, 'scripts/audit-verify.mjs'),
    demo: parts.demo ?? false,
    clockChanged: (leap) => {
      metrics.clockBelieved(leap === null);
      log.warn('clock.leapt', { state: leap ?? 'believed' });
    },
  });
  const wake = wakeOver(db, (thrown) => {
    log.warn('wake.failed', { error: thrown });
  });
  const rooms = composeConversations({
    ...{ config, db, clock, log, office, knowledge, metrics, chatSecret: keys.chatSecret, wake },
  });
  const firstAdministrator = await office.staff.firstAdministrator();
  const mounts = await botMounts(config, rooms.host);
  const opened = { office, rooms, knowledge, metrics, wake, live, editions, mounts };
  return { ...serve(db, parts, opened), firstAdministrator };
}

/** A large file is read while people are served already; a damaged page ends that, see `Database.readRest`. */
function readRest(db: Database, metrics: HttpMetrics, log: Log): void {
  const began = performance.now();
  db.readRest().then(
    (wholeness) => {
      metrics.databaseRead(wholeness === 'read');
      if (wholeness === 'damaged') log.error('database.damaged', { code: 'storage.damaged' });
      else log.info('database.read', { state: wholeness, ms: performance.now() - began });
    },
    (thrown: unknown) => {
      log.error('database.unread', { error: thrown });
    },
  );
}

/** What the office may do with chats, which are wired after it. */
function chatsOf(host: () => ConversationHost): Pick<OfficeParts, 'chat' | 'conversations'> {
  return {
    chat: { post: (id, { text, ticket }) => host().post(id, { text, ticket, by: 'assistant' }) },
    conversations: {
      transcript: (id, limit) => host().transcript(id, limit),
      drop: (id) => {
        host().drop(id);
      },
    },
  };
}

/** Everything that is made at first use is made now: the first person must not wait for it. */
function warmUp(policy: Knowledge, today: string): void {
  for (const wanted of OUTCOMES) {
    const question = policy.questions().find(({ outcome }) => outcome === wanted);
    if (question) policy.answer({ question: question.title, today });
  }
}

function knowledgeOptions(parts: ServiceParts): KnowledgeOptions {
  const { config, log, root } = parts;
  const { contentDir, place } = config;
  const elapsed = (): number => performance.now();
  const shelf =
    parts.shelf ??
    policyShelf({
      folder: join(config.dataDir, 'policy'),
      built: join(root, 'dist/policy'),
      log,
    });
  return { contentDir, elapsed, shelf, ...(place === null ? {} : { place }) };
}

/** The door for Bot Framework channels; without an account it does not exist, and its library (botbuilder) is not loaded. */
async function botMounts({ bot }: Config, host: ConversationHost): Promise<readonly Mount[]> {
  if (bot === null) return [];
  const { botFramework } = await import('./channels/bot-framework.ts');
  return [{ path: '/api/messages', limit: 'chat', handle: botFramework({ account: bot, host }) }];
}

interface Rooms {
  readonly office: Office;
  readonly rooms: ConversationRoom;
  readonly knowledge: () => Knowledge;
  readonly metrics: ReturnType<typeof createMetrics>;
  readonly wake: Wake;
  readonly live: LivePolicy;
  readonly editions: Editions;
  readonly mounts: readonly Mount[];
}

function serve(
  db: Database,
  { config, clock, log, root, version, load = watchLoad() }: ServiceParts,
  { office, rooms, knowledge, metrics, wake, live, editions, mounts }: Rooms,
): Omit<Service, 'firstAdministrator'> {
  let closing = false;
  const words = readHttpWords(config.contentDir);
  const pagesDir = join(root, 'services/web/dist');
  const routes = composeRoutes({
    ...{ config, db, clock, log, wake, office, knowledge, metrics, words, pagesDir, version },
    conversations: rooms,
    library: composeLibrary({
      ...{ db, clock, office, editions, live, wake },
      content: config.contentDir,
    }),
    ready: async () => {
      if (closing) throw new AppError('unavailable', 'closing');
      await db.ping();
    },
  });
  const counts = rateCounts(db, office.crypto);
  const app = createHttpApp({
    ...{ words, log, routes, load, metrics, rateCounts: counts },
    settings: config.http,
    files: builtFiles(pagesDir),
    mounts,
    gate: office.staff,
  });
  const sockets = chatSockets({ directLine: rooms.directLine, log, most: MOST_STREAMS });
  const server = createHttpServer({ app, sockets, words });
  const jobs = repeat(
    jobsOf({
      ...{ office, live, clock, config, counts },
      host: rooms.host,
      handOvers: rooms.handOvers,
    }).map((job) => (job.once ? sharedJob(db, clock, job) : job)),
    log,
  );
  return {
    ...{ office, knowledge, routes },
    conversations: rooms,
    listen: async () => {
      const port = await server.listen(config.port, config.host);
      readRest(db, metrics, log);
      return port;
    },
    close: async () => {
      closing = true;
      await server.close(DRAIN_MS);
      load.close();
      await rooms.host.close();
      await jobs.stop();
      await wake.close();
      await db.close();
    },
  };
}
