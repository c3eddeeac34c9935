import { type Route } from '../route.ts';
import { benefitRoutes } from './benefits.ts';
import { noticeRoutes, type NoticeRouteDeps } from './notices.ts';
import { staffAccountRoutes } from './staff-accounts.ts';
import { staffAuditRoutes } from './staff-audit.ts';
import { staffSessionRoutes, type StaffSessionDeps } from './staff-session.ts';
import { staffTicketRoutes, type StaffTicketDeps } from './staff-tickets.ts';
import { ticketRoutes } from './tickets.ts';
import { type Audit } from '../../audit/audit.ts';
import { type Benefits } from '../../benefits/benefits.ts';

export interface OfficeRouteDeps extends StaffTicketDeps, StaffSessionDeps, NoticeRouteDeps {
  readonly audit: Audit;
  readonly benefits: Benefits;
}

/** All doors of the supervision office. */
export function officeRoutes(deps: OfficeRouteDeps): readonly Route[] {
  return [
    ...ticketRoutes(deps.tickets),
    ...staffSessionRoutes(deps),
    ...staffAccountRoutes(deps.staff),
    ...staffTicketRoutes(deps),
    ...staffAuditRoutes(deps.audit),
    ...benefitRoutes(deps.benefits),
    ...noticeRoutes(deps),
  ];
}
