import { expect } from 'chai';
import { readYaml } from '../../../services/text.ts';
import { z } from 'zod';
import { type ClockWords, createClockwork } from '../../../services/calendar/clockwork.ts';
import { readDeadlines } from '../../../services/calendar/deadlines.ts';
import {
  addWorkingDays,
  createCalendar,
  workingDaysBetween,
} from '../../../services/calendar/working-days.ts';

const national = createCalendar([]);
const deadlines = readDeadlines('knowledge/content/deadlines.yaml');
const words = readYaml(
  'knowledge/content/words/tickets.yaml',
  z.object({ clock: z.record(z.string(), z.string()) }),
).clock as unknown as ClockWords;
const clockwork = createClockwork(national, deadlines, words);
const fresh = (clockStart: string) => ({ clockStart, pausedDays: 0, extendedTo: null });
const complaint = { kind: '投诉', category: null, urgency: '一般' } as const;

describe('working days', () => {
  const cases: [from: string, days: number, to: string, why: string][] = [
    ['2026-09-28', 1, '2026-09-29', 'an ordinary Tuesday'],
    ['2026-09-25', 1, '2026-09-28', 'over a weekend that belongs to 中秋'],
    ['2026-09-30', 1, '2026-10-08', '国庆 1–7 October is off'],
    ['2026-09-30', 3, '2026-10-10', 'Saturday 10 October is 调休'],
    ['2026-02-13', 1, '2026-02-14', 'Saturday 14 February is 调休 before 春节'],
    ['2026-02-14', 1, '2026-02-24', '春节 15–23 February is off'],
    ['2026-02-24', 4, '2026-02-28', 'Saturday 28 February is 调休 after 春节'],
    ['2026-05-01', 1, '2026-05-06', '劳动节'],
    ['2025-12-31', 1, '2026-01-04', '元旦 with Sunday 4 January as 调休'],
    ['2028-02-28', 1, '2028-02-29', 'a leap day'],
    ['2026-11-24', 0, '2026-11-24', 'no day at all'],
  ];
  for (const [from, days, to, why] of cases)
    it(`counts ${days} from ${from} to ${to}: ${why}`, () => {
      expect(addWorkingDays(national, from, days)).to.equal(to);
      expect(workingDaysBetween(national, from, to)).to.equal(days);
    });

  it('lets a local table overrule the shipped one', () => {
    const source = '本地通知';
    const local = createCalendar([
      { date: '2026-11-25', working: false, name: '停电', source },
      { date: '2026-11-28', working: true, name: '调休', source },
    ]);
    expect(addWorkingDays(local, '2026-11-24', 3)).to.equal('2026-11-28');
  });

  it('knows for which years the holidays are announced', () => {
    expect(national.isPublished(2026)).to.equal(true);
    expect(national.isPublished(2031)).to.equal(false);
    const told = createCalendar([
      { date: '2031-02-03', working: false, name: '春节', source: '通知' },
    ]);
    expect(told.isPublished(2031)).to.equal(true);
  });
});

describe('the clock of a ticket', () => {
  it('counts a complaint over 国庆 and says how', () => {
    const reading = clockwork.read(complaint, fresh('2026-09-28'));
    expect(reading).to.include({
      rule: 'complaint',
      acceptBy: '2026-10-13',
      dueDate: '2026-10-21',
    });
    expect(reading.words).to.include('国庆节放假7天不算').and.include('10月10日调休上班，算工作日');
    expect(reading.words).to.include('周末3天不算').and.include('第二十三条');
  });

  it('tells residents by whose rule the days count, never what staff still have to confirm', () => {
    const facts = [
      complaint,
      { ...complaint, urgency: '紧急' },
      { ...complaint, kind: '咨询转办' },
      { ...complaint, kind: '建议' },
    ] as const;
    for (const one of facts)
      for (const start of ['2026-09-28', '2026-11-23', '2026-11-26']) {
        const { words: said } = clockwork.read(one, fresh(start));
        expect(said)
          .to.match(/最晚\d{4}年/u)
          .and.to.match(/热线.*定的时间/u);
        expect(said).to.not.match(/待确认|本地默认|，，|，。|。。/u);
      }
  });

  it('counts a complaint over 春节', () => {
    const reading = clockwork.read(complaint, fresh('2026-02-11'));
    expect(reading.dueDate).to.equal('2026-03-06');
    expect(reading.words).to.include('春节放假9天不算').and.include('2月14日调休上班');
  });

  it('answers an enquiry the same day, else in three working days', () => {
    const facts = { ...complaint, kind: '咨询转办' } as const;
    const reading = clockwork.read(facts, fresh('2026-09-30'));
    expect(reading).to.include({ acceptBy: '2026-09-30', dueDate: '2026-10-10' });
  });

  it('is quicker when it is urgent', () => {
    expect(clockwork.read({ ...complaint, urgency: '紧急' }, fresh('2026-11-24')).dueDate).to.equal(
      '2026-11-27',
    );
  });

  it('moves by the pause and says so', () => {
    const reading = clockwork.read(complaint, { ...fresh('2026-09-28'), pausedDays: 2 });
    expect(reading.dueDate).to.equal('2026-10-23');
    expect(reading.words).to.include('暂停了2个工作日');
  });

  it('names the new day after an extension and its limit', () => {
    const state = { ...fresh('2026-09-28'), extendedTo: '2026-11-05' };
    expect(clockwork.read(complaint, state)).to.include({ dueDate: '2026-11-05' });
    expect(clockwork.extensionLimit(complaint, '2026-10-21')).to.equal('2026-11-20');
  });

  it('gives five working days to return a wrong transfer', () => {
    expect(clockwork.returnBy('2026-09-29')).to.equal('2026-10-12');
  });

  it('warns two working days before', () => {
    expect(clockwork.warnFrom('2026-10-09')).to.equal('2026-09-30');
  });

  it('admits that the holidays of a year are not announced yet', () => {
    expect(clockwork.read(complaint, fresh('2031-01-20')).words).to.include(
      '2031年的放假安排还没公布',
    );
  });

  it('never lets a notice shorten the time for a review', () => {
    expect(clockwork.reviewLastDay('行政复议', '2026-11-24')).to.equal('2027-01-23');
    expect(clockwork.reviewLastDay('行政诉讼', '2026-11-24')).to.equal('2027-05-24');
    expect(clockwork.reviewLastDay('行政诉讼', '2026-08-31')).to.equal('2027-02-28');
    expect(clockwork.reviewLastDay('找朋友', '2026-11-24')).to.equal(null);
  });

  for (const [date, time, open] of [
    ['2026-10-10', '09:00', true],
    ['2026-10-10', '08:29', false],
    ['2026-10-10', '17:30', false],
    ['2026-10-01', '10:00', false],
  ] as const)
    it(`${open ? 'reminds' : 'does not remind'} on ${date} at ${time}`, () => {
      expect(clockwork.inOfficeHours(date, time)).to.equal(open);
    });
});
