import { type Role } from './role.ts';

/** Who may do what at the doors; every staff route names one line of this table. Objects are checked behind it. */
export const PERMISSIONS = {
  'tickets.read': ['operator', 'handler', 'supervisor', 'auditor'],
  'tickets.act': ['operator', 'handler', 'supervisor'],
  'tickets.file': ['operator', 'supervisor'],
  'tickets.unmask': ['operator', 'handler', 'supervisor'],
  'tickets.evidence': ['supervisor', 'auditor'],
  'tickets.letter': ['operator', 'supervisor'],
  'tickets.statistics': ['supervisor', 'auditor'],
  'tickets.bulk': ['operator', 'supervisor'],
  'tickets.export': ['supervisor', 'auditor'],
  'clauses.search': ['operator', 'handler', 'supervisor'],
  'colleagues.read': ['operator', 'handler', 'supervisor', 'auditor'],
  'calendar.read': ['operator', 'handler', 'supervisor', 'administrator', 'auditor'],
  'calendar.write': ['supervisor', 'administrator'],
  'switches.turn': ['supervisor', 'administrator'],
  'settings.read': ['supervisor', 'administrator', 'auditor'],
  'notices.tasks': ['operator', 'supervisor'],
  'benefits.read': ['operator', 'supervisor'],
  'benefits.write': ['supervisor'],
  'audit.verify': ['supervisor', 'administrator', 'auditor'],
  'audit.export': ['supervisor', 'auditor'],
  'desk.work': ['operator', 'supervisor'],
  'desk.listen': ['supervisor'],
  'answers.try': ['operator', 'handler', 'supervisor', 'editor', 'auditor'],
  'answers.marks': ['editor', 'supervisor'],
  'staff.manage': ['administrator'],
  'staff.self': ['operator', 'handler', 'supervisor', 'editor', 'administrator', 'auditor'],
} as const satisfies Readonly<Record<string, readonly Role[]>>;

export type Permission = keyof typeof PERMISSIONS;
