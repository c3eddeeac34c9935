import { z } from 'zod';
import { AppError } from '../../errors.ts';
import { PERMISSIONS } from '../../staff/permissions.ts';
import { type Attachments } from '../../tickets/attachments.ts';
import { type FileIn, MAX_FILE_BYTES } from '../../tickets/papers.ts';
import { download, json } from '../reply.ts';
import { publicRoute, type Route, type RouteRequest, staffRoute } from '../route.ts';
import { numberParams } from './ticket-schemas.ts';

// A little more than a file may have, so that a file that is too large gets its own sentence.
const BODY_LIMIT = MAX_FILE_BYTES + 64 * 1024;
const file = { body: z.instanceof(Uint8Array), bodyForm: 'bytes', bodyLimit: BODY_LIMIT } as const;
const attachment = z.object({
  id: z.string(),
  at: z.string(),
  by: z.string(),
  name: z.string(),
  type: z.string(),
  size: z.int(),
  digest: z.string(),
});

/** Papers of tickets: bytes as `application/octet-stream`, the name (percent-encoded) in `X-File-Name`. */
export function attachmentRoutes(attachments: Attachments): readonly Route[] {
  return [
    publicRoute({
      ...file,
      id: 'tickets.attach',
      method: 'post',
      path: '/api/tickets/:number/attachments',
      summary: 'Add a photo or PDF; the query code stands in `X-Query-Code`',
      limit: 'file',
      params: numberParams,
      status: 201,
      response: attachment.pick({ id: true, name: true, size: true }),
      handle: async (request) => {
        const code = request.header('x-query-code') ?? '';
        const added = await attachments.hand(request.params.number, code, fileOf(request));
        return json(added, { status: 201 });
      },
    }),
    ...staffAttachmentRoutes(attachments),
  ];
}

function staffAttachmentRoutes(attachments: Attachments): readonly Route[] {
  return [
    staffRoute({
      id: 'staff.tickets.attachments',
      method: 'get',
      path: '/api/staff/tickets/:number/attachments',
      summary: 'Papers of a ticket',
      limit: 'staff',
      roles: PERMISSIONS['tickets.read'],
      params: numberParams,
      handle: async ({ staff, params }) =>
        json({ attachments: await attachments.list(staff, params.number) }),
    }),
    staffRoute({
      ...file,
      id: 'staff.tickets.attach',
      method: 'post',
      path: '/api/staff/tickets/:number/attachments',
      summary: 'Add a photo or PDF',
      limit: 'staff',
      roles: PERMISSIONS['tickets.act'],
      params: numberParams,
      status: 201,
      response: attachment,
      handle: async (request) => {
        const { staff, params } = request;
        return json(await attachments.add(staff, params.number, fileOf(request)), { status: 201 });
      },
    }),
    staffRoute({
      id: 'staff.tickets.attachment',
      method: 'get',
      path: '/api/staff/tickets/:number/attachments/:id',
      summary: 'One paper, to keep; the look is recorded',
      limit: 'staff',
      roles: PERMISSIONS['tickets.read'],
      params: numberParams.extend({ id: z.string().max(40) }),
      produces: 'application/octet-stream',
      handle: async ({ staff, params }) => {
        const { name, bytes, type } = await attachments.read(staff, params.number, params.id);
        return download(type, name, bytes);
      },
    }),
  ];
}

function fileOf({ body, header }: RouteRequest<unknown, unknown, Uint8Array>): FileIn {
  try {
    return { bytes: body, name: decodeURIComponent(header('x-file-name') ?? '') };
  } catch {
    throw new AppError('request.malformed', 'the file name is not percent-encoded');
  }
}
