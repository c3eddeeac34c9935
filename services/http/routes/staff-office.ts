import { z } from 'zod';
import { type ClockWatch } from '../../clock-watch.ts';
import { type Deadlines } from '../../calendar/deadlines.ts';
import { type LocalCalendar } from '../../calendar/local-calendar.ts';
import { type NoticeWords } from '../../notices/notice-words.ts';
import { PERMISSIONS } from '../../staff/permissions.ts';
import { type Switches } from '../../staff/switches.ts';
import { empty, json } from '../reply.ts';
import { type Route, staffRoute } from '../route.ts';

export interface StaffOfficeDeps {
  readonly calendar: LocalCalendar;
  readonly deadlines: Deadlines;
  readonly noticeWords: NoticeWords;
  readonly switches: Switches;
  readonly clockWatch: ClockWatch;
}

const day = z.iso.date();

/** By what rules the office runs: the local calendar to edit, deadlines and notices to read. */
export function staffOfficeRoutes(deps: StaffOfficeDeps): readonly Route[] {
  return [...calendarRoutes(deps.calendar), ...settingsRoutes(deps)];
}

function calendarRoutes(calendar: LocalCalendar): readonly Route[] {
  return [
    staffRoute({
      id: 'staff.calendar',
      method: 'get',
      path: '/api/staff/calendar',
      summary: 'Days that the office itself corrects, on top of the national calendar',
      limit: 'staff',
      roles: PERMISSIONS['calendar.read'],
      handle: async () => json({ days: await calendar.list() }),
    }),
    staffRoute({
      id: 'staff.calendar.put',
      method: 'put',
      path: '/api/staff/calendar/:date',
      summary: 'Say what a day is; open deadlines are counted again',
      limit: 'staff',
      roles: PERMISSIONS['calendar.write'],
      params: z.strictObject({ date: day }),
      body: z.strictObject({
        working: z.boolean(),
        name: z.string().trim().min(1).max(20),
        source: z.string().trim().min(1).max(100),
      }),
      handle: async ({ staff, params, body }) =>
        json(await calendar.put(staff, { ...params, ...body })),
    }),
    staffRoute({
      id: 'staff.calendar.remove',
      method: 'delete',
      path: '/api/staff/calendar/:date',
      summary: 'Take back what was said of a day; open deadlines are counted again',
      limit: 'staff',
      roles: PERMISSIONS['calendar.write'],
      params: z.strictObject({ date: day }),
      handle: async ({ staff, params }) => json(await calendar.remove(staff, params.date)),
    }),
  ];
}

function settingsRoutes({
  deadlines,
  noticeWords,
  switches,
  clockWatch,
}: StaffOfficeDeps): readonly Route[] {
  return [
    staffRoute({
      id: 'staff.settings',
      method: 'get',
      path: '/api/staff/settings',
      summary: 'Deadlines with their sources, review routes and rules of telling in force',
      limit: 'staff',
      roles: PERMISSIONS['settings.read'],
      handle: async () => {
        const assistantOn = await switches.assistantOn();
        const { rules, returnWrongTransfer, warnBefore, officeHours, reviews } = deadlines;
        const { policy, sign, topics } = noticeWords;
        const notices = { policy, sign, topics };
        return json({
          ...{ rules, returnWrongTransfer, warnBefore, officeHours, reviews },
          ...{ notices, assistantOn, clock: await clockWatch.state() },
        });
      },
    }),
    staffRoute({
      id: 'staff.settings.assistant',
      method: 'put',
      path: '/api/staff/settings/assistant',
      summary: 'Turn automatic answers off or on; forms and progress go on either way',
      limit: 'staff',
      status: 204,
      roles: PERMISSIONS['switches.turn'],
      body: z.strictObject({ on: z.boolean() }),
      handle: async ({ staff, body }) => {
        await switches.turnAssistant(staff, body.on);
        return empty();
      },
    }),
    staffRoute({
      id: 'staff.settings.clock',
      method: 'put',
      path: '/api/staff/settings/clock',
      summary:
        'Say that the time the machine shows is right; what is old is removed again from now on',
      limit: 'staff',
      status: 204,
      roles: PERMISSIONS['switches.turn'],
      body: z.strictObject({ now: z.iso.datetime() }),
      handle: async ({ staff, body }) => {
        await clockWatch.confirm(staff, body.now);
        return empty();
      },
    }),
  ];
}
