import { join } from 'node:path';
import { type Knowledge } from '../knowledge/index.ts';
import { type Clock } from '../services/clock.ts';
import { type Config } from '../services/config/config.ts';
import { createConversationFiles } from '../services/conversation/conversation-files.ts';
import { type Conversations } from '../services/conversation/conversations.ts';
import { type DirectLine } from '../services/conversation/direct-line.ts';
import { createEnquiries } from '../services/enquiry/enquiries.ts';
import { readRestingWords } from '../services/enquiry/resting.ts';
import { type Enquiries, type EnquiryStore } from '../services/enquiry/enquiry.ts';
import { type HttpMetrics } from '../services/http/metrics.ts';
import { createHandOvers, readHandOverWords } from '../services/desk/hand-over/hand-overs.ts';
import { type HandOvers } from '../services/desk/hand-over/hand-over.ts';
import { presenceStore } from '../services/storage/call-store-sql.ts';
import { handOverStore } from '../services/storage/hand-over-store-sql.ts';
import { type Log } from '../services/log/log.ts';
import { type Wake } from '../services/wake.ts';
import { conversationFileStore } from '../services/storage/conversation-file-store-sql.ts';
import { conversationStore } from '../services/storage/conversation-store-sql.ts';
import { type Database } from '../services/storage/database.ts';
import { enquiryStore } from '../services/storage/enquiry-store-sql.ts';
import { createDirectLine } from './channels/direct-line/direct-line.ts';
import { createTokens } from './channels/direct-line/tokens.ts';
import { composeFlows } from './compose-flows.ts';
import { type Office } from './compose-office.ts';
import { createKeeper } from './conversation-keeper.ts';
import { type ConversationHost, createConversationHost } from './conversation-host.ts';
import { readConversationWords } from './conversation-words.ts';
import { createReception } from './reception.ts';
import { ResidentBot } from './resident-bot.ts';
import { createTurnQueue } from './turn-queue.ts';
import { createTurnRunner } from './turn-runner.ts';

export interface ConversationParts {
  readonly config: Pick<Config, 'contentDir' | 'hotline' | 'http'>;
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Log;
  readonly office: Office;
  readonly knowledge: () => Knowledge;
  readonly metrics: HttpMetrics;
  readonly wake: Wake;
  /** Signs chat tokens. */
  readonly chatSecret: string;
}

export interface ConversationRoom {
  readonly enquiries: Enquiries;
  readonly enquiryRecords: EnquiryStore;
  readonly host: ConversationHost;
  readonly directLine: DirectLine;
  /** Chats that asked for a person: the desk takes, writes and gives back through it. */
  readonly handOvers: HandOvers;
}

/** Conversations kept open in memory, turns under way in all and in one conversation. */
const LIMITS = { inMemory: 5000, all: 500, each: 10 } as const;

/** Wires questions, flows and the chat. */
export function composeConversations(parts: ConversationParts): ConversationRoom {
  const { config, db, clock, log, office, knowledge, metrics } = parts;
  const { crypto } = office;
  const enquiryRecords = enquiryStore(db, crypto);
  const enquiries = createEnquiries({
    ...{ knowledge, clock, log, store: enquiryRecords },
    resting: {
      isOff: () => !office.switches.assistantIsOn(),
      words: readRestingWords(join(config.contentDir, 'words/resting.yaml'), config.hotline),
    },
    counted: (outcome, channel) => {
      metrics.enquiryDone(outcome, channel);
    },
  });
  const words = readConversationWords(config.contentDir);
  const keeper = createKeeper({ store: conversationStore(db, crypto), crypto, ...LIMITS });
  // Flows hand a person over with what was said so far, and the host runs the flows.
  const conversations: Conversations = {
    post: (id, message) => host.post(id, message),
    transcript: (id, limit) => host.transcript(id, limit),
  };
  const handOvers = createHandOvers({
    ...{ conversations, clock, store: handOverStore(db, crypto), presence: presenceStore(db) },
    words: readHandOverWords(config.contentDir),
  });
  const files = createConversationFiles({
    ...{ clock, store: conversationFileStore(db, crypto), words: office.ticketDeps.words.fields },
  });
  const flows = composeFlows({
    ...{ office, knowledge, enquiries, conversations, files, handOvers, clock },
    content: config.contentDir,
  });
  const reception = createReception({ flows, files, enquiries, words });
  const bot = new ResidentBot({ words, reception });
  const host = createConversationHost({
    ...{ keeper, files, enquiries, words, clock, log, wake: parts.wake },
    queue: createTurnQueue(LIMITS),
    runner: createTurnRunner({
      ...{ keeper, bot, words, log },
      districtNamed: (name) => knowledge().findPlace(name).district,
    }),
    rateLimits: config.http.rateLimits,
  });
  const directLine = createDirectLine({
    host,
    files,
    tokens: createTokens(parts.chatSecret, clock),
  });
  return { enquiries, enquiryRecords, host, directLine, handOvers };
}
