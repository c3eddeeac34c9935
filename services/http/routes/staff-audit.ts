import { type Audit } from '../../audit/audit.ts';
import { PERMISSIONS } from '../../staff/permissions.ts';
import { downloadLines, json } from '../reply.ts';
import { type Route, staffRoute } from '../route.ts';

/** The record: followed by the service itself, and handed out for others to follow. */
export function staffAuditRoutes(audit: Audit): readonly Route[] {
  return [
    staffRoute({
      id: 'staff.audit.verify',
      method: 'get',
      path: '/api/staff/audit/verify',
      summary: 'Follow the whole chain',
      limit: 'staff',
      roles: PERMISSIONS['audit.verify'],
      handle: async () => json(await audit.verify()),
    }),
    staffRoute({
      id: 'staff.audit.export',
      method: 'get',
      path: '/api/staff/audit/export',
      summary: 'The log as JSON lines, for the stand-alone verifier',
      limit: 'staff',
      roles: PERMISSIONS['audit.export'],
      produces: 'application/x-ndjson',
      handle: () =>
        downloadLines('application/x-ndjson; charset=utf-8', 'audit.jsonl', audit.exportLines()),
    }),
  ];
}
