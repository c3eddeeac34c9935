import { z } from 'zod';
import { LOG_LEVELS } from '../log/log.ts';

const onOff = (usual: 'on' | 'off') =>
  z
    .enum(['on', 'off'])
    .default(usual)
    .transform((value) => value === 'on');
const text = z.string().trim().min(1).max(500);
const list = z
  .string()
  .default('')
  .transform((value) => value.split(',').flatMap((one) => (one.trim() === '' ? [] : [one.trim()])));
const whole = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number)
    .refine((value) => value >= least && value <= most);
const origin = z.string().regex(/^https?:\/\/[a-z0-9.-]+(:\d+)?$/i);
const httpsUrl = z.string().regex(/^https:\/\/[^\s?#]+$/);
const secret = z.string().min(24).max(500);

/** 网络安全法 第二十三条（三）: network logs are kept for at least six months. */
const LEAST_LOG_DAYS = 184;

/** Every variable that the service reads, with its shape and default. `.env.example` tells what each is for. */
export const variables = z.object({
  NODE_ENV: z.enum(['development', 'production', 'test']).default('development'),
  HOST: text.optional(),
  PORT: whole(0, 65535).default(3978),
  DATABASE_URL: text.optional(),
  DATA_DIR: text.default('data'),
  KEYS_DIR: text.optional(),
  CHECKPOINTS_DIR: text.optional(),
  CONTENT_DIR: text.default('knowledge/content'),
  PLACE: text.optional(),
  HOTLINE: z
    .string()
    .regex(/^[\d-]{3,16}$/)
    .default('12345'),
  TLS: onOff('off'),
  TRUST_PROXY: whole(0, 10).default(0),
  EMBED_ORIGINS: list.pipe(z.array(origin)),
  RATE_LIMITS: onOff('on'),
  SECOND_FACTOR: z.enum(['required', 'optional']).default('optional'),
  CONVERSATION_DAYS: whole(1, 3660).default(180),
  TICKET_DAYS: whole(365, 36_600).default(1826),
  CALL_DAYS: whole(1, 36_600).default(365),
  QUESTION_DAYS: whole(1, 36_600).default(365),
  LOG_LEVEL: z.enum(LOG_LEVELS).default('info'),
  LOG_DIR: text.optional(),
  LOG_DAYS: whole(LEAST_LOG_DAYS, 3660).default(LEAST_LOG_DAYS),
  METRICS_TOKEN: secret.optional(),
  SMS_URL: httpsUrl.optional(),
  SMS_EC_NAME: text.optional(),
  SMS_AP_ID: text.optional(),
  SMS_SECRET_KEY: text.optional(),
  SMS_SIGN: text.optional(),
  SMS_ADD_SERIAL: z.string().max(20).default(''),
  SMS_RECEIPT_TOKEN: secret.optional(),
  HOTLINE_SECRET: secret.optional(),
  BOT_APP_ID: z.uuid().optional(),
  BOT_APP_PASSWORD: text.optional(),
  BOT_APP_TENANT: z.uuid().optional(),
  BOT_SERVICE_HOSTS: list.pipe(z.array(z.string().regex(/^[a-z0-9.-]+$/))),
});

export type Variables = z.output<typeof variables>;

/** Names of all variables, in the order of `.env.example`. */
export const VARIABLE_NAMES = Object.keys(variables.shape) as (keyof Variables)[];

/** Those that may come from a file instead, as `NAME_FILE` (`env.ts`). */
export const SECRET_NAMES = [
  'DATABASE_URL',
  'METRICS_TOKEN',
  'SMS_SECRET_KEY',
  'SMS_RECEIPT_TOKEN',
  'HOTLINE_SECRET',
  'BOT_APP_PASSWORD',
] as const satisfies readonly (keyof Variables)[];
