import { join } from 'node:path';
import { composeOffice, type Office, type OfficeParts } from '../../../bot/compose-office.ts';
import { newSigningKey } from '../../../services/audit/checkpoint.ts';
import { type ChatPort, type SmsGateway } from '../../../services/notices/notice.ts';
import { newKeyRing } from '../../../services/privacy/field-crypto.ts';
import { type Role, type StaffMember } from '../../../services/staff/role.ts';
import { type OutcomeInput } from '../../../services/tickets/command.ts';
import { type QuotedClause } from '../../../services/tickets/ticket.ts';
import { type Engine } from '../../../services/storage/database.ts';
import { temporaryDatabase } from './temporary-database.ts';

/** A clock that stands until it is moved. */
export class SimulatedClock {
  #now: Date;
  constructor(at: string) {
    this.#now = new Date(at);
  }
  now(): Date {
    return this.#now;
  }
  moveTo(at: string): void {
    this.#now = new Date(at);
  }
  advance(minutes: number): void {
    this.#now = new Date(this.#now.getTime() + minutes * 60_000);
  }
}

/** A gateway that can be told to fail, hang up after taking a message, or refuse. */
export class FakeGateway implements SmsGateway {
  readonly taken: { id: string; phone: string; text: string; providerId: string }[] = [];
  mode: 'works' | 'fails' | 'takes-and-hangs-up' | 'refuses' = 'works';
  send(message: { id: string; phone: string; text: string }): ReturnType<SmsGateway['send']> {
    if (this.mode === 'fails') return Promise.reject(new Error(`no route for ${message.phone}`));
    if (this.mode === 'refuses') return Promise.resolve({ result: 'refused', error: 'black-list' });
    const providerId = `mas-${this.taken.length + 1}`;
    this.taken.push({ ...message, providerId });
    if (this.mode === 'takes-and-hangs-up') return Promise.reject(new Error('socket hang up'));
    return Promise.resolve({ result: 'accepted', providerId });
  }
}

/** Conversations of a web chat, as far as notices know them. */
export class FakeChat implements ChatPort {
  readonly posted: { conversationId: string; text: string }[] = [];
  gone = new Set<string>();
  post(conversationId: string, { text }: { text: string }): Promise<'posted' | 'gone'> {
    if (this.gone.has(conversationId)) return Promise.resolve('gone');
    this.posted.push({ conversationId, text });
    return Promise.resolve('posted');
  }
}

export interface TestOffice extends Office {
  readonly parts: OfficeParts;
  readonly clock: SimulatedClock;
  readonly gateway: FakeGateway;
  readonly chat: FakeChat;
  readonly folder: string;
  readonly close: () => Promise<void>;
}

export interface TestParts {
  readonly db: OfficeParts['db'];
  readonly folder: string;
  readonly clock: OfficeParts['clock'];
  readonly gateway: SmsGateway;
  readonly chat: ChatPort | null;
}

const CLAUSE: QuotedClause = {
  clauseId: 'mzf-2021-57#22',
  title: '最低生活保障审核确认办法',
  docNumber: '民发〔2021〕57号',
  article: '第二十二条',
  quote: '从受理那天起，30个工作日内办完。',
  wording: 'digest',
  inForceFrom: '2021-07-01',
  inForceTo: null,
  district: '全国',
};

/** What an office is made of, with keys of its own. */
export function officeParts({ db, folder, clock, gateway, chat }: TestParts): OfficeParts {
  return {
    db,
    clock,
    content: 'knowledge/content',
    keyRing: newKeyRing(),
    auditMac: 'mac',
    signingKeyPem: newSigningKey().privatePem,
    checkpoints: join(folder, 'checkpoints'),
    clauses: {
      search: (words, on) => (on >= '2021-07-01' && words !== '' ? [CLAUSE] : []),
      quote: (clauseId, on) => (clauseId === CLAUSE.clauseId && on >= '2021-07-01' ? CLAUSE : null),
    },
    chat,
    conversations: null,
    retentionDays: { tickets: 1826, calls: 365, questions: 365 },
    sms: gateway,
    hotline: '0535-12345',
    random: () => 0,
    secondFactorRequired: false,
    verifierFile: 'scripts/audit-verify.mjs',
    demo: false,
  };
}

/** The whole office over a temporary database, on a simulated day; with one clause, unless a policy is given. */
export async function testOffice(
  at = '2026-11-24T10:00:00+08:00',
  engine?: Engine,
  clauses?: OfficeParts['clauses'],
): Promise<TestOffice> {
  const { db, folder, close } = await temporaryDatabase(engine);
  const clock = new SimulatedClock(at);
  const [gateway, chat] = [new FakeGateway(), new FakeChat()];
  const plain = officeParts({ db, folder, clock, gateway, chat });
  const parts = clauses ? { ...plain, clauses } : plain;
  return { ...(await composeOffice(parts)), parts, clock, gateway, chat, folder, close };
}

export const member = (
  role: Role,
  id = role as string,
  unit: string | null = null,
): StaffMember => ({
  id,
  login: id,
  name: `名${id}`,
  role,
  unit: role === 'handler' ? (unit ?? '甲镇') : unit,
});

export const complaint = {
  kind: '投诉',
  text: '我九月初把低保材料交到镇上，窗口说等着，到现在两个多月没有任何消息，打电话也没人管。',
  programme: '低保',
  district: '芝罘区',
  contact: { name: '王秀英', phone: '13805350001' },
} as const;

export const wholeOutcome: OutcomeInput = {
  found: '材料9月2日收齐，窗口漏转，没有在规定时间里办。',
  class: '支持',
  reasons: '从受理起30个工作日要办完，已经超过。',
  clauseIds: ['mzf-2021-57#22'],
  nextSteps: '11月30日前办完并书面答复。',
  review: { route: '申请复查', body: '芝罘区人民政府', lastDay: '2027-01-31' },
  contact: '镇民政办',
};
