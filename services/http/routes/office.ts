import { type Route } from '../route.ts';
import { benefitRoutes } from './benefits.ts';
import { noticeRoutes, type NoticeRouteDeps } from './notices.ts';
import { staffAccountRoutes } from './staff-accounts.ts';
import { staffAuditRoutes } from './staff-audit.ts';
import { staffSessionRoutes, type StaffSessionDeps } from './staff-session.ts';
import { staffTicketRoutes, type StaffTicketDeps } from './staff-tickets.ts';
import { attachmentRoutes } from './attachments.ts';
import { privacyRoutes } from './privacy.ts';
import { staffOfficeRoutes, type StaffOfficeDeps } from './staff-office.ts';
import { staffWorkRoutes, type StaffWorkDeps } from './staff-work.ts';
import { statisticsRoutes } from './statistics.ts';
import { ticketRoutes } from './tickets.ts';
import { type Audit } from '../../audit/audit.ts';
import { type Attachments } from '../../tickets/attachments.ts';
import { type PublicStatisticsDoor } from '../../tickets/public-statistics.ts';
import { type StatisticsDoor } from '../../tickets/statistics.ts';
import { type Benefits } from '../../benefits/benefits.ts';
import { type SubjectRequests } from '../../privacy/subject.ts';

export interface OfficeRouteDeps
  extends StaffTicketDeps, StaffSessionDeps, StaffWorkDeps, StaffOfficeDeps, NoticeRouteDeps {
  readonly statistics: StatisticsDoor;
  readonly publicStatistics: PublicStatisticsDoor;
  readonly attachments: Attachments;
  readonly audit: Audit;
  readonly benefits: Benefits;
  readonly subjects: SubjectRequests;
}

/** All doors of the supervision office. */
export function officeRoutes(deps: OfficeRouteDeps): readonly Route[] {
  return [
    ...ticketRoutes(deps.tickets),
    ...staffSessionRoutes(deps),
    ...staffAccountRoutes(deps.staff),
    ...staffTicketRoutes(deps),
    ...staffWorkRoutes(deps),
    ...attachmentRoutes(deps.attachments),
    ...staffOfficeRoutes(deps),
    ...statisticsRoutes(deps.statistics, deps.publicStatistics),
    ...staffAuditRoutes(deps.audit),
    ...benefitRoutes(deps.benefits),
    ...noticeRoutes(deps),
    ...privacyRoutes(deps.subjects),
  ];
}
