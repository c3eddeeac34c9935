import { expect } from 'chai';
import fc from 'fast-check';
import { type Command, type OwnCommand } from '../../../services/tickets/command.ts';
import { missingParts } from '../../../services/tickets/parts.ts';
import { type Context } from '../../../services/tickets/step.ts';
import {
  type Actor,
  KINDS,
  type Outcome,
  type Part,
  STATES,
  type Ticket,
} from '../../../services/tickets/ticket.ts';
import { possibleActions, TRANSITIONS, transition } from '../../../services/tickets/transition.ts';
import { ROLES } from '../../../services/staff/role.ts';

const context: Context = {
  now: '2026-11-24T10:00:00.000+08:00',
  today: '2026-11-24',
  reviewDays: (route) => (route === '申请复查' ? '2026-12-24' : null),
  returnBy: '2026-12-01',
  extensionLimit: '2026-12-30',
  pauseLength: 2,
  other: null,
};

const whole: Outcome = {
  asked: '问了两个月没有下文',
  found: '材料齐，窗口漏转',
  class: '支持',
  reasons: '超过规定时间没有办',
  clauses: [
    {
      clauseId: 'a#22',
      title: '某办法',
      docNumber: null,
      article: '第二十二条',
      quote: '30个工作日内办完。',
      wording: 'digest',
      inForceFrom: '2021-07-01',
      inForceTo: null,
      district: '全国',
    },
  ],
  nextSteps: '本周内补办',
  review: { route: '申请复查', body: '市民政局', lastDay: '2026-12-24' },
  contact: '镇民政办',
  decidedOn: '2026-11-24',
  plain: '您反映的事属实，这周给您补办。',
};

const ticket: Ticket = {
  number: '20261124-000017',
  version: 3,
  kind: '投诉',
  category: '拖延不办',
  state: '待受理',
  urgency: '一般',
  programme: '低保',
  district: '芝罘区',
  town: null,
  incidentDate: null,
  channel: 'web',
  conversationId: null,
  personId: 'p',
  text: '交了材料两个月没信',
  contact: { name: '王某', phone: '13800001111' },
  anonymous: false,
  confidential: false,
  filedAt: context.now,
  acceptedAt: null,
  closedAt: null,
  toldAt: null,
  acceptBy: '2026-12-09',
  dueDate: '2026-12-11',
  clockRule: 'complaint',
  clock: '',
  clockStart: '2026-11-24',
  firstOwner: 'op',
  unit: '甲镇',
  handler: 'h',
  returnBy: null,
  accusedUnit: null,
  accusedPerson: null,
  pauseRequest: null,
  extendRequest: null,
  relabelRequest: null,
  pausedOn: null,
  pausedDays: 0,
  extendedTo: null,
  outcome: whole,
  draftedBy: 'h',
  approvedBy: 's1',
  supervision: null,
  mergedInto: null,
  reopened: 0,
  relabelled: 0,
  ratings: null,
  warnedOn: null,
  escalatedOn: null,
  toldFailed: false,
};

const ANYONE = [...ROLES, 'resident', 'system'] as const;
const actor = (role: Actor['role'], change: Partial<Actor> = {}): Actor => ({
  id: `${role}-1`,
  role,
  unit: role === 'handler' ? '甲镇' : null,
  name: null,
  ...change,
});

/** An outcome that lacks exactly one part, by the name of the part. */
const LACKING: Partial<Record<Part, Outcome>> = {
  asked: { ...whole, asked: ' ' },
  found: { ...whole, found: '' },
  class: { ...whole, class: null },
  reasons: { ...whole, reasons: '\n' },
  clauses: { ...whole, clauses: [] },
  'next-steps': { ...whole, nextSteps: '' },
  'review-route': { ...whole, review: { ...whole.review!, route: '' } },
  'review-body': { ...whole, review: { ...whole.review!, body: ' ' } },
  'review-last-day': { ...whole, review: { ...whole.review!, lastDay: '2026-12-23' } },
  contact: { ...whole, contact: '' },
  plain: { ...whole, plain: '' },
};

describe('closing a ticket', () => {
  it('needs eleven parts', () => {
    expect(missingParts(whole, context.reviewDays)).to.deep.equal([]);
    expect(missingParts(null, context.reviewDays)).to.have.members(Object.keys(LACKING));
    for (const [part, outcome] of Object.entries(LACKING))
      expect(missingParts(outcome, context.reviewDays), part).to.deep.equal([part]);
  });

  for (const role of ANYONE)
    for (const state of STATES)
      it(`is refused to ${role} in ${state} when any one part is missing`, () => {
        for (const [part, outcome] of Object.entries(LACKING))
          for (const action of ['close', 'approve'] as const) {
            const result = transition(
              { ...ticket, state, outcome },
              { action },
              actor(role),
              context,
            );
            expect(result.ok, `${action} without ${part}`).to.equal(false);
            const mayTry = TRANSITIONS[action].roles.includes(role);
            expect(!result.ok && result.missing).to.deep.equal(mayTry ? [part] : []);
          }
        const unapproved = { ...ticket, state, approvedBy: null };
        expect(transition(unapproved, { action: 'close' }, actor(role), context).ok).to.equal(
          false,
        );
        const selfApproved = { ...ticket, state, approvedBy: 'h' };
        expect(transition(selfApproved, { action: 'close' }, actor(role), context).ok).to.equal(
          false,
        );
      });

  it('works only from 已审核, with everything there', () => {
    const open = STATES.filter(
      (state) =>
        transition({ ...ticket, state }, { action: 'close' }, actor('supervisor'), context).ok,
    );
    expect(open).to.deep.equal(['已审核']);
  });

  it('is not approved by the one who drafted it', () => {
    const own = { ...ticket, state: '待审核' as const, draftedBy: 'supervisor-1' };
    const result = transition(own, { action: 'approve' }, actor('supervisor'), context);
    expect(result).to.deep.include({ ok: false, missing: ['second-person'] });
  });
});

describe('a ticket on its way', () => {
  const cases: {
    does: string;
    change?: Partial<Ticket>;
    command: Command | OwnCommand;
    by: Actor;
    on?: Partial<Context>;
    to?: Ticket['state'];
    missing?: Part[];
    denied?: true;
    patch?: Partial<Ticket>;
  }[] = [
    {
      does: 'is accepted by the desk',
      command: { action: 'accept' },
      by: actor('operator'),
      to: '已受理',
    },
    {
      does: 'is not accepted by a unit',
      command: { action: 'accept' },
      by: actor('handler'),
      missing: ['unit'],
    },
    {
      does: 'is refused only with reason and where to turn',
      command: { action: 'refuse' },
      by: actor('operator'),
      missing: ['reason', 'where-to-turn'],
    },
    {
      does: 'is refused with both',
      command: { action: 'refuse', reason: '归医保', whereToTurn: '医保局' },
      by: actor('operator'),
      to: '不予受理',
    },
    {
      does: 'is not given to the unit complained of',
      change: { state: '已受理', accusedUnit: '乙镇' },
      command: { action: 'assign', unit: '乙镇' },
      by: actor('supervisor'),
      missing: ['no-conflict-of-interest'],
    },
    {
      does: 'is not passed to the unit complained of',
      change: { state: '办理中', accusedUnit: '乙镇' },
      command: { action: 'transfer', unit: '乙镇', reason: '归他' },
      by: actor('handler'),
      missing: ['no-conflict-of-interest'],
    },
    {
      does: 'is taken from a unit that turns out to be complained of',
      change: { state: '办理中' },
      command: { action: 'classify', accusedUnit: '甲镇' },
      by: actor('operator'),
      to: '退回',
      patch: { unit: null, handler: null },
    },
    {
      does: 'cannot be touched by the unit complained of',
      change: { state: '办理中', accusedUnit: '甲镇' },
      command: { action: 'note', text: '不要紧' },
      by: actor('handler'),
      denied: true,
    },
    {
      does: 'cannot be touched by the person complained of',
      change: { state: '办理中', accusedPerson: '刘某' },
      command: { action: 'note', text: '不要紧' },
      by: actor('handler', { name: '刘某' }),
      denied: true,
    },
    {
      does: 'is passed on with a reason and a clock',
      change: { state: '办理中' },
      command: { action: 'transfer', unit: '丙局', reason: '归丙局' },
      by: actor('handler'),
      to: '转办',
      patch: { unit: '丙局', returnBy: '2026-12-01', firstOwner: 'op' },
    },
    {
      does: 'is returned within five working days',
      change: { state: '转办', returnBy: '2026-11-24' },
      command: { action: 'return', reason: '不归我们' },
      by: actor('handler'),
      to: '退回',
    },
    {
      does: 'is not returned later',
      change: { state: '转办', returnBy: '2026-11-23' },
      command: { action: 'return', reason: '不归我们' },
      by: actor('handler'),
      missing: ['within-return-days'],
    },
    {
      does: 'is not returned by another unit',
      change: { state: '转办' },
      command: { action: 'return', reason: '不归我们' },
      by: actor('handler', { unit: '丁局' }),
      missing: ['unit'],
    },
    {
      does: 'does not stop its clock when only asked to',
      change: { state: '办理中' },
      command: { action: 'pause', reason: '等材料' },
      by: actor('handler'),
      to: '办理中',
      patch: { pauseRequest: { by: 'handler-1', reason: '等材料', until: null } },
    },
    {
      does: 'does not stop its clock without a request',
      change: { state: '办理中' },
      command: { action: 'pause', reason: '等材料' },
      by: actor('supervisor'),
      missing: ['request'],
    },
    {
      does: 'stops its clock when another person agrees',
      change: { state: '办理中', pauseRequest: { by: 'h', reason: '等材料', until: null } },
      command: { action: 'pause' },
      by: actor('supervisor'),
      to: '暂停',
      patch: { pausedOn: '2026-11-24' },
    },
    {
      does: 'adds the pause to its clock',
      change: { state: '暂停', pausedOn: '2026-11-20', pausedDays: 1 },
      command: { action: 'resume' },
      by: actor('handler'),
      to: '办理中',
      patch: { pausedDays: 3 },
    },
    {
      does: 'is not extended beyond the limit',
      change: { state: '办理中' },
      command: { action: 'extend', reason: '复杂', until: '2026-12-31' },
      by: actor('handler'),
      missing: ['within-extension-limit'],
    },
    {
      does: 'is not extended twice',
      change: { state: '延期', extendedTo: '2026-12-20' },
      command: { action: 'extend', reason: '复杂', until: '2026-12-21' },
      by: actor('handler'),
      missing: ['within-extension-limit'],
    },
    {
      does: 'is extended when another person agrees',
      change: { state: '办理中', extendRequest: { by: 'h', reason: '复杂', until: '2026-12-20' } },
      command: { action: 'extend' },
      by: actor('supervisor'),
      to: '延期',
      patch: { extendedTo: '2026-12-20' },
    },
    {
      does: 'is not extended by the one who asked',
      change: {
        state: '办理中',
        extendRequest: { by: 'supervisor-1', reason: '复杂', until: '2026-12-20' },
      },
      command: { action: 'extend' },
      by: actor('supervisor'),
      missing: ['second-person'],
    },
    {
      does: 'stays a complaint until the person agrees',
      change: { state: '办理中' },
      command: { action: 'relabel', kind: '咨询转办', reason: '只是问' },
      by: actor('operator'),
      to: '办理中',
      patch: {
        kind: '投诉',
        relabelled: 0,
        relabelRequest: { kind: '咨询转办', by: 'operator-1' },
      },
    },
    {
      does: 'becomes an enquiry when the person agrees, and is counted',
      change: { state: '办理中', relabelRequest: { kind: '咨询转办', by: 'x' } },
      command: { action: 'confirm-relabel', agrees: true },
      by: actor('resident'),
      to: '办理中',
      patch: { kind: '咨询转办', relabelled: 1 },
    },
    {
      does: 'stays a complaint when the person does not agree',
      change: { state: '办理中', relabelRequest: { kind: '咨询转办', by: 'x' } },
      command: { action: 'confirm-relabel', agrees: false },
      by: actor('resident'),
      to: '办理中',
      patch: { kind: '投诉', relabelled: 0, relabelRequest: null },
    },
    {
      does: 'is relabelled by a supervisor, and counted',
      change: { state: '办理中' },
      command: { action: 'relabel', kind: '建议', reason: '谈政策' },
      by: actor('supervisor'),
      to: '办理中',
      patch: { kind: '建议', relabelled: 1 },
    },
    {
      does: 'may become more serious without asking',
      change: { state: '办理中', kind: '咨询转办' },
      command: { action: 'relabel', kind: '投诉', reason: '有人索要钱' },
      by: actor('operator'),
      to: '办理中',
      patch: { kind: '投诉', relabelled: 0 },
    },
    {
      does: 'keeps an unfinished draft where it is',
      change: { state: '办理中' },
      command: { action: 'draft-outcome', outcome: LACKING.reasons! },
      by: actor('handler'),
      to: '办理中',
      patch: { approvedBy: null },
    },
    {
      does: 'waits for approval once the draft is whole',
      change: { state: '办理中' },
      command: { action: 'draft-outcome', outcome: whole },
      by: actor('handler'),
      to: '待审核',
      patch: { draftedBy: 'handler-1', approvedBy: null },
    },
    {
      does: 'is not called back by its handler',
      change: { state: '已告知', toldAt: 'x', draftedBy: 'operator-1' },
      command: { action: 'call-back', purpose: 'review', reached: true },
      by: actor('operator'),
      missing: ['independent-caller'],
    },
    {
      does: 'is told by phone when nothing else arrived',
      change: { state: '办结' },
      command: { action: 'call-back', purpose: 'tell', reached: true },
      by: actor('operator'),
      to: '已告知',
      patch: { toldAt: context.now, toldFailed: false },
    },
    {
      does: 'is not told by a call that reached nobody',
      change: { state: '办结' },
      command: { action: 'call-back', purpose: 'tell', reached: false, text: '没人接' },
      by: actor('operator'),
      to: '办结',
      patch: { toldAt: null },
    },
    {
      does: 'is not put away before the person was told',
      change: { state: '不予受理' },
      command: { action: 'archive' },
      by: actor('system'),
      missing: ['told'],
    },
    {
      does: 'starts anew when the person is not content',
      change: { state: '已告知', toldAt: 'x', closedAt: 'y', extendedTo: '2026-11-20' },
      command: { action: 'resident-reopen', reason: '没办' },
      by: actor('resident'),
      to: '重新办理',
      patch: {
        reopened: 1,
        clockStart: '2026-11-24',
        toldAt: null,
        extendedTo: null,
        approvedBy: null,
        unit: '甲镇',
      },
    },
    {
      does: 'is not merged into itself',
      change: { state: '已受理' },
      command: { action: 'merge', into: ticket.number, reason: '同一件' },
      by: actor('operator'),
      on: { other: ticket },
      missing: ['other-ticket'],
    },
    {
      does: 'is merged into another',
      change: { state: '已受理' },
      command: { action: 'merge', into: 'other', reason: '同一件' },
      by: actor('operator'),
      on: { other: { ...ticket, number: 'other' } },
      to: '并案',
      patch: { mergedInto: 'other' },
    },
    {
      does: 'is supervised by a notice that has to be answered',
      change: { state: '办理中' },
      command: { action: 'supervise', text: '三天内回话', answerBy: '2026-11-27' },
      by: actor('supervisor'),
      to: '办理中',
      patch: {
        supervision: {
          text: '三天内回话',
          by: 'supervisor-1',
          answerBy: '2026-11-27',
          answer: null,
        },
      },
    },
  ];
  for (const { does, change, command, by, on, to, missing, denied, patch } of cases)
    it(does, () => {
      const result = transition({ ...ticket, ...change }, command, by, { ...context, ...on });
      if (denied) expect(result).to.deep.equal({ ok: false, code: 'access.denied', missing: [] });
      else if (missing)
        expect(result).to.deep.equal({ ok: false, code: 'transition.refused', missing });
      else expect(result.ok && result.next).to.deep.include({ state: to, version: 4, ...patch });
    });
});

describe('the state machine', () => {
  const text = fc.constantFrom(undefined, '', '写了');
  const unit = fc.constantFrom(undefined, '甲镇', '乙镇', '丙局');
  const day = fc.constantFrom(undefined, '2026-11-23', '2026-12-20', '2027-12-20');
  const command = fc.oneof(
    fc.record({ action: fc.constant('accept' as const), accusedUnit: unit }),
    fc.record({ action: fc.constant('refuse' as const), reason: text, whereToTurn: text }),
    fc.record({
      action: fc.constantFrom('assign' as const, 'transfer' as const),
      unit,
      reason: text,
    }),
    fc.record({
      action: fc.constantFrom(
        'return' as const,
        'note' as const,
        'pause' as const,
        'resume' as const,
        'reopen' as const,
        'send-back' as const,
      ),
      reason: text,
      text,
    }),
    fc.record({
      action: fc.constantFrom('extend' as const, 'supervise' as const),
      reason: text,
      until: day,
      text,
      answerBy: day,
    }),
    fc.record({
      action: fc.constant('draft-outcome' as const),
      outcome: fc.constantFrom(whole, whole, ...Object.values(LACKING)),
    }),
    fc.record({
      action: fc.constantFrom(
        'approve' as const,
        'close' as const,
        'archive' as const,
        'warn' as const,
        'escalate' as const,
      ),
    }),
    fc.record({
      action: fc.constant('call-back' as const),
      purpose: fc.constantFrom('tell' as const, 'review' as const),
      reached: fc.boolean(),
      text,
    }),
    fc.record({
      action: fc.constant('relabel' as const),
      kind: fc.constantFrom(...KINDS),
      reason: text,
    }),
    fc.record({ action: fc.constant('classify' as const), accusedUnit: unit }),
    fc.record({ action: fc.constant('told' as const), via: fc.constant('sms') }),
    fc.record({
      action: fc.constant('resident-reopen' as const),
      reason: fc.constantFrom('没办', ''),
    }),
    fc.record({ action: fc.constant('confirm-relabel' as const), agrees: fc.boolean() }),
  ) as fc.Arbitrary<Command | OwnCommand>;
  const someone = fc.record({
    id: fc.constantFrom('a', 'b', 'c'),
    role: fc.constantFrom(...ANYONE),
    unit: fc.constantFrom(null, '甲镇', '乙镇'),
    name: fc.constant(null),
  });
  const fresh = {
    ...ticket,
    unit: null,
    handler: null,
    outcome: null,
    draftedBy: null,
    approvedBy: null,
  };

  // Left to chance, few runs would come as far as an approval: some begin there.
  const drafted = {
    ...fresh,
    state: '待审核' as const,
    unit: '甲镇',
    outcome: whole,
    draftedBy: 'a',
  };
  const start = fc.constantFrom<Ticket>(fresh, drafted, {
    ...drafted,
    state: '已审核',
    approvedBy: 'b',
  });

  it('never breaks what it promises, whatever is tried by whomever in whatever order', () => {
    let closedRuns = 0;
    fc.assert(
      fc.property(
        start,
        fc.array(fc.tuple(command, someone), { maxLength: 60, size: 'max' }),
        (from, tries) => {
          let now: Ticket = from;
          for (const [tried, by] of tries) {
            const before = structuredClone(now);
            const result = transition(now, tried, by, context);
            expect(now, 'the given ticket is not changed').to.deep.equal(before);
            if (!result.ok) continue;
            const { next } = result;
            expect(next.version).to.equal(now.version + 1);
            expect(TRANSITIONS[tried.action].from).to.include(now.state);
            expect(TRANSITIONS[tried.action].roles).to.include(by.role);
            expect(by.unit === null || by.unit !== now.accusedUnit).to.equal(true);
            expect(
              next.unit === null || next.unit !== next.accusedUnit,
              'conflict of interest',
            ).to.equal(true);
            expect(next.firstOwner).to.equal('op');
            if (next.state === '办结' && now.state !== '办结') {
              closedRuns += 1;
              expect(missingParts(next.outcome, context.reviewDays)).to.deep.equal([]);
              expect(next.approvedBy).not.to.equal(null).and.not.to.equal(next.draftedBy);
              expect(result.step.notice?.topic).to.equal('outcome');
            }
            if (next.state === '已归档') expect(next.toldAt).not.to.equal(null);
            if (next.state === '暂停' && now.state !== '暂停')
              expect(now.pauseRequest?.by).not.to.equal(by.id);
            now = next;
          }
        },
      ),
      { numRuns: 500, seed: 5 },
    );
    expect(closedRuns, 'runs that closed a ticket').to.be.greaterThan(0);
  });

  it('offers staff only what their role and the state allow', () => {
    for (const role of ROLES)
      for (const state of STATES)
        for (const action of possibleActions({ ...ticket, state }, actor(role))) {
          expect(TRANSITIONS[action].roles).to.include(role);
          expect(TRANSITIONS[action].from).to.include(state);
        }
    expect(possibleActions(ticket, actor('administrator'))).to.deep.equal([]);
    expect(possibleActions(ticket, actor('editor'))).to.deep.equal([]);
    expect(possibleActions(ticket, actor('auditor'))).to.deep.equal([]);
    expect(possibleActions({ ...ticket, accusedUnit: '甲镇' }, actor('handler'))).to.deep.equal([]);
  });
});
