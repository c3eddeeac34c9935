import { randomInt, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type Audit } from '../audit/audit.ts';
import { type Clock } from '../clock.ts';
import { AppError } from '../errors.ts';
import { type Notices, type SmsGateway, type Topic } from '../notices/notice.ts';
import { type FieldCrypto } from '../privacy/field-crypto.ts';
import { type PersonKeys } from '../privacy/person-keys.ts';
import { type StaffMember } from '../staff/role.ts';
import { fill, readYaml } from '../text.ts';
import { type UnitOfWork } from '../unit-of-work.ts';
import { type Benefit, type BenefitEvent, type BenefitStore, type BenefitView } from './benefit.ts';

const CODE_MINUTES = 10;
const MOBILE = /^1[3-9]\d{9}$/;
const AMOUNT = /^\d{1,7}(\.\d{1,2})?$/;

const text = z.string().min(1);
const schema = z.strictObject({
  code: text,
  states: z.strictObject({ active: text, stopped: text }),
  summary: text,
  stopped: text,
  none: text,
  problems: z.strictObject({ phone: text, reason: text, amount: text }),
});
export type BenefitWords = z.output<typeof schema>;

/** Reads `words/benefits.yaml`; throws `unavailable` when it is malformed. */
export function readBenefitWords(file: string): BenefitWords {
  return readYaml(file, schema);
}

export interface BenefitDeps {
  readonly store: BenefitStore;
  readonly unitOfWork: UnitOfWork;
  readonly clock: Clock;
  readonly crypto: FieldCrypto;
  readonly persons: PersonKeys;
  readonly notices: Notices;
  readonly audit: Audit;
  readonly sms: SmsGateway | null;
  readonly words: BenefitWords;
  /** What short messages begin with. */
  readonly sign: string;
}

export type NewBenefit = Omit<Benefit, 'id' | 'personId' | 'state' | 'to' | 'reason'>;

/** Benefit information: told when it changes, shown only to who proved to be that person. */
export interface Benefits {
  /** Records a benefit and tells the person. Throws `request.invalid`. */
  start(by: StaffMember, benefit: NewBenefit): Promise<string>;
  /** Records what happened and tells the person; a reduction or an end needs its reason. */
  happened(by: StaffMember, id: string, event: BenefitEvent): Promise<void>;
  /** Whether codes can be sent: a gateway is configured. */
  readonly sendsCodes: boolean;
  /** Sends a code when the phone is known here; answers alike when it is not. Throws `unavailable` without a gateway. */
  askCode(phone: string): Promise<void>;
  /** Throws `auth.failed` for a wrong or old code. */
  own(phone: string, code: string): Promise<readonly BenefitView[]>;
  /** For an operator who has checked who is calling; the look is recorded before it is answered. */
  forCaller(by: StaffMember, phone: string, reason: string): Promise<readonly BenefitView[]>;
}

/** See `Benefits`. */
export function createBenefits(deps: BenefitDeps): Benefits {
  const { store, crypto, clock, unitOfWork } = deps;
  const indexOf = (phone: string): string => crypto.blindIndex('benefit-phone', phone);
  return {
    sendsCodes: deps.sms !== null,
    start: (by, benefit) => start(deps, by, benefit),
    happened: (by, id, event) =>
      unitOfWork.transaction(async () => {
        const benefit = await store.find(id);
        if (!benefit) throw new AppError('not-found');
        const next = changed(deps, benefit, event);
        if (event.type !== 'paid') await store.update(next);
        await recordAndTell(deps, by, next, event);
      }),
    askCode: async (phone) => {
      if (!deps.sms) throw new AppError('unavailable');
      if (!MOBILE.test(phone)) throw invalid(deps, 'phone');
      if ((await store.byPhone(indexOf(phone))).length === 0) return;
      const code = String(randomInt(1_000_000)).padStart(6, '0');
      const until = new Date(clock.now().getTime() + CODE_MINUTES * 60_000).toISOString();
      await store.putCode(indexOf(phone), crypto.fingerprint('benefit-code', code), until);
      const values = { sign: deps.sign, code, minutes: CODE_MINUTES };
      await deps.sms.send({ id: randomUUID(), phone, text: fill(deps.words.code, values) });
    },
    own: async (phone, code) => {
      const print = crypto.fingerprint('benefit-code', code.trim());
      const fits = await store.useCode(indexOf(phone), print, clock.now().toISOString());
      if (!fits) throw new AppError('auth.failed');
      return viewsOf(deps, await store.byPhone(indexOf(phone)));
    },
    forCaller: async (by, phone, reason) => {
      if (reason.trim() === '') throw invalid(deps, 'reason');
      const found = await store.byPhone(indexOf(phone));
      await unitOfWork.transaction(async () => {
        for (const { id } of found) await record(deps, by, id, 'look-up-benefit');
      });
      return viewsOf(deps, found);
    },
  };
}

async function start(deps: BenefitDeps, by: StaffMember, benefit: NewBenefit): Promise<string> {
  if (!MOBILE.test(benefit.phone)) throw invalid(deps, 'phone');
  if (!AMOUNT.test(benefit.amount)) throw invalid(deps, 'amount');
  return deps.unitOfWork.transaction(async () => {
    const personId = await deps.persons.create(deps.clock.now().toISOString());
    const started: Benefit = {
      ...benefit,
      id: randomUUID(),
      personId,
      state: 'active',
      to: null,
      reason: null,
    };
    await deps.store.insert(started, deps.crypto.blindIndex('benefit-phone', benefit.phone));
    await recordAndTell(deps, by, started, { type: 'started' });
    return started.id;
  });
}

function changed(deps: BenefitDeps, benefit: Benefit, event: BenefitEvent): Benefit {
  if (event.type === 'started' || event.type === 'paid') return benefit;
  if (event.reason.trim() === '') throw invalid(deps, 'reason');
  const { reason } = event;
  if (event.type === 'stopped') return { ...benefit, state: 'stopped', to: event.from, reason };
  if (!AMOUNT.test(event.amount)) throw invalid(deps, 'amount');
  return { ...benefit, amount: event.amount, reason };
}

async function recordAndTell(
  deps: BenefitDeps,
  by: StaffMember,
  benefit: Benefit,
  event: BenefitEvent,
): Promise<void> {
  const topic: Topic = `benefit-${event.type}`;
  await record(deps, by, benefit.id, topic);
  const { programme, amount, payDay, personId, phone } = benefit;
  const from = 'from' in event ? event.from : benefit.from;
  const month = event.type === 'paid' ? event.month : from;
  await deps.notices.tell({
    topic,
    dedupeKey: `benefit/${benefit.id}/${event.type}/${month}`,
    personId,
    ticket: null,
    conversationId: null,
    phone,
    values: {
      programme,
      amount,
      payDay: String(payDay),
      from,
      month,
      reason: benefit.reason ?? '',
    },
    needsReceipt: event.type === 'changed' || event.type === 'stopped',
  });
}

async function record(
  { audit }: BenefitDeps,
  by: StaffMember,
  id: string,
  action: string,
): Promise<void> {
  const { id: actor, role } = by;
  const about = { objectType: 'benefit', objectId: id, outcome: 'done', requestId: null } as const;
  await audit.append({ actor, role, action, ...about, detail: {} });
}

function viewsOf({ words }: BenefitDeps, benefits: readonly Benefit[]): BenefitView[] {
  return benefits.map(({ programme, state, from, to, amount, payDay, reason }) => {
    const label = words.states[state];
    const values = {
      programme,
      from,
      to: to ?? '',
      amount,
      payDay,
      reason: reason ?? '',
      state: label,
    };
    return {
      programme,
      state: label,
      text: fill(state === 'active' ? words.summary : words.stopped, values),
    };
  });
}

function invalid({ words }: BenefitDeps, field: keyof BenefitWords['problems']): AppError {
  const fields = [{ field, message: words.problems[field] }];
  return new AppError('request.invalid', undefined, { fields });
}
