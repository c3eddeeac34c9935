import { isAbsolute, join, relative } from 'node:path';
import { type z } from 'zod';
import { type HttpSettings } from '../http/settings.ts';
import { type LogConfig } from '../log/log.ts';
import { type CloudMasAccount } from '../notices/cloud-mas.ts';
import { type Variables, variables } from './settings.ts';

/** What the service is told at its start. Paths are absolute. */
export interface Config {
  readonly production: boolean;
  /** Null: every address of the machine, both families. */
  readonly host: string | null;
  readonly port: number;
  readonly databaseUrl: string;
  readonly dataDir: string;
  readonly keysDir: string;
  /** A first local run may make its own keys; in production they are made by a person, outside the data. */
  readonly mayMakeKeys: boolean;
  readonly checkpointsDir: string;
  readonly contentDir: string;
  /** What the service speaks for; the widest district of the content when null. */
  readonly place: string | null;
  readonly hotline: string;
  readonly http: HttpSettings;
  readonly secondFactorRequired: boolean;
  readonly log: LogConfig;
  readonly metricsToken: string | null;
  readonly sms: CloudMasAccount | null;
  readonly smsReceiptToken: string | null;
  /** Shared with the call centre that sends events; null takes none. */
  readonly hotlineSecret: string | null;
  /** Conversations that nobody has used for so many days are removed. */
  readonly conversationDays: number;
  /** Days for which finished matters keep their persons. */
  readonly retentionDays: Readonly<Record<'tickets' | 'calls' | 'questions', number>>;
  readonly bot: BotAccount | null;
}

/** The account at Bot Framework; without it `/api/messages` does not exist. */
export interface BotAccount {
  readonly appId: string;
  readonly password: string | null;
  readonly tenant: string | null;
  /** Hosts to which replies may be posted; empty: replies go back in the response only. */
  readonly serviceHosts: readonly string[];
}

/** One thing that is wrong with the configuration: the sentence for it stands under `key` in `words/config.yaml`. */
export interface ConfigProblem {
  readonly variable: string;
  /** `shape` or a rule such as `production.rate-limits`. */
  readonly rule: string;
  /** The key file that it is about. */
  readonly file?: string;
}

/** The configuration cannot be used. Never quotes a value: it could be a secret. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly ConfigProblem[];

  constructor(problems: readonly ConfigProblem[]) {
    super(problems.map(({ variable, rule }) => `${variable}: ${rule}`).join('; '));
    this.problems = problems;
  }
}

/**
 * Makes the configuration of an environment. Relative paths are counted from `root`. Throws `ConfigError` with every
 * problem at once; empty variables count as unset.
 */
export function configFrom(
  env: Readonly<Record<string, string | undefined>>,
  root: string,
): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const read = variables.safeParse(given);
  if (!read.success) throw new ConfigError(shapeProblems(read.error));
  const problems = rules(read.data, root);
  if (problems.length > 0) throw new ConfigError(problems);
  return build(read.data, root);
}

function shapeProblems({ issues }: z.ZodError): ConfigProblem[] {
  const names = new Set(issues.map(({ path }) => String(path[0])));
  return [...names].map((variable) => ({ variable, rule: 'shape' }));
}

function rules(given: Variables, root: string): ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  const refuse = (when: boolean, variable: keyof Variables, rule: string): void => {
    if (when) problems.push({ variable, rule });
  };
  const sms = [given.SMS_URL, given.SMS_EC_NAME, given.SMS_AP_ID, given.SMS_SECRET_KEY];
  const smsNamed = sms.filter((value) => value !== undefined).length;
  refuse(smsNamed > 0 && smsNamed < sms.length, 'SMS_URL', 'sms.incomplete');
  refuse(smsNamed > 0 && given.SMS_SIGN === undefined, 'SMS_SIGN', 'sms.incomplete');
  const botNamed = given.BOT_APP_PASSWORD ?? given.BOT_APP_TENANT ?? given.BOT_SERVICE_HOSTS[0];
  refuse(botNamed !== undefined && given.BOT_APP_ID === undefined, 'BOT_APP_ID', 'bot.no-app-id');
  refuse(
    given.BOT_APP_ID !== undefined && given.BOT_APP_PASSWORD === undefined,
    'BOT_APP_PASSWORD',
    'bot.no-password',
  );
  if (given.NODE_ENV !== 'production') return problems;
  const inData = given.KEYS_DIR !== undefined && within(given, root);
  refuse(given.KEYS_DIR === undefined, 'KEYS_DIR', 'production.no-keys');
  refuse(inData, 'KEYS_DIR', 'production.keys-in-data');
  refuse(!given.RATE_LIMITS, 'RATE_LIMITS', 'production.rate-limits');
  refuse(given.SECOND_FACTOR !== 'required', 'SECOND_FACTOR', 'production.second-factor');
  refuse(given.TLS && given.TRUST_PROXY === 0, 'TRUST_PROXY', 'production.trust-proxy');
  refuse(!given.TLS, 'TLS', 'production.tls');
  refuse(given.LOG_LEVEL === 'debug', 'LOG_LEVEL', 'production.debug');
  return problems;
}

function within({ KEYS_DIR = '', DATA_DIR }: Variables, root: string): boolean {
  const way = relative(absolute(root, DATA_DIR), absolute(root, KEYS_DIR));
  return !way.startsWith('..') && !isAbsolute(way);
}

const absolute = (root: string, path: string): string =>
  isAbsolute(path) ? path : join(root, path);

function build(given: Variables, root: string): Config {
  const at = (path: string): string => absolute(root, path);
  const dataDir = at(given.DATA_DIR);
  const production = given.NODE_ENV === 'production';
  return {
    production,
    host: given.HOST ?? null,
    port: given.PORT,
    databaseUrl: databaseUrl(given, root),
    dataDir,
    keysDir: at(given.KEYS_DIR ?? join(given.DATA_DIR, 'keys')),
    mayMakeKeys: !production,
    checkpointsDir: at(given.CHECKPOINTS_DIR ?? join(given.DATA_DIR, 'checkpoints')),
    contentDir: at(given.CONTENT_DIR),
    place: given.PLACE ?? null,
    hotline: given.HOTLINE,
    http: {
      trustProxy: given.TRUST_PROXY,
      tls: given.TLS,
      embedOrigins: given.EMBED_ORIGINS,
      rateLimits: given.RATE_LIMITS,
      checkReplies: given.NODE_ENV === 'test',
    },
    secondFactorRequired: given.SECOND_FACTOR === 'required',
    log: {
      level: given.LOG_LEVEL,
      dir: at(given.LOG_DIR ?? join(given.DATA_DIR, 'logs')),
      retentionDays: given.LOG_DAYS,
      stdout: true,
    },
    metricsToken: given.METRICS_TOKEN ?? null,
    sms: smsOf(given),
    smsReceiptToken: given.SMS_RECEIPT_TOKEN ?? null,
    hotlineSecret: given.HOTLINE_SECRET ?? null,
    conversationDays: given.CONVERSATION_DAYS,
    retentionDays: {
      tickets: given.TICKET_DAYS,
      calls: given.CALL_DAYS,
      questions: given.QUESTION_DAYS,
    },
    bot: botOf(given),
  };
}

function databaseUrl({ DATABASE_URL, DATA_DIR }: Variables, root: string): string {
  if (DATABASE_URL === undefined) return join(absolute(root, DATA_DIR), 'mingbai.db');
  return DATABASE_URL.includes(':') ? DATABASE_URL : absolute(root, DATABASE_URL);
}

const SMS_TIMEOUT_MS = 10_000;

function smsOf(given: Variables): CloudMasAccount | null {
  const { SMS_URL: url, SMS_EC_NAME: ecName, SMS_AP_ID: apId, SMS_SECRET_KEY: secretKey } = given;
  if (url === undefined || ecName === undefined || apId === undefined || secretKey === undefined)
    return null;
  const sign = given.SMS_SIGN ?? '';
  return {
    url,
    ecName,
    apId,
    secretKey,
    sign,
    addSerial: given.SMS_ADD_SERIAL,
    timeoutMs: SMS_TIMEOUT_MS,
  };
}

function botOf(given: Variables): BotAccount | null {
  if (given.BOT_APP_ID === undefined) return null;
  return {
    appId: given.BOT_APP_ID,
    password: given.BOT_APP_PASSWORD ?? null,
    tenant: given.BOT_APP_TENANT ?? null,
    serviceHosts: given.BOT_SERVICE_HOSTS,
  };
}
