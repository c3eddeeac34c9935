import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { PROGRAMMES } from '../../../knowledge/index.ts';
import { AppError, type FieldProblem } from '../../errors.ts';
import { type FileIn, MAX_FILES_BYTES } from '../../tickets/papers.ts';
import { KINDS, type TicketKind } from '../../tickets/ticket.ts';
import { type FileInput } from '../../tickets/tickets.ts';
import {
  type ComplaintFields,
  complaintPage,
  type ComplaintParts,
  PRIVACY,
  receiptPage,
} from '../pages/complaint.ts';
import { placesIn } from '../pages/home.ts';
import { page, type Reply } from '../reply.ts';
import { publicRoute, type Route } from '../route.ts';
import { assertSameOrigin } from '../same-origin.ts';
import { type PageRouteDeps } from './pages-deps.ts';

type Deps = Pick<PageRouteDeps, 'words' | 'knowledge' | 'tickets' | 'today'>;

const LONGEST_TEXT = 2000;
const NOT_ASKED_ABOUT: readonly string[] = ['综合', '监督', '个人信息'];

// Lengths are checked by the office: what is too long must come back into the form with a word about it, not be lost.
const typed = z.string().default('');
const body = z.strictObject({
  kind: typed,
  text: typed,
  programme: typed,
  district: typed,
  town: typed,
  incidentDate: typed,
  privacy: typed,
  name: typed,
  phone: typed,
  consent: typed,
  key: typed,
  again: typed,
  notice: typed,
  files: z.array(z.object({ name: z.string(), bytes: z.instanceof(Uint8Array) })).default([]),
});

// A little more than files may have, so that too much of them comes back into the form with a word about it.
const BODY_LIMIT = MAX_FILES_BYTES + 12 * 1024 * 1024;

/** A complaint without script: what was typed is never lost, and sent twice is filed once. */
export function complaintRoutes(deps: Deps): readonly Route[] {
  return [
    publicRoute({
      id: 'page.complaint',
      method: 'get',
      path: '/complaint',
      summary: 'The complaint form',
      limit: 'read',
      produces: 'text/html',
      handle: () => page(complaintPage(partsOf(deps, { ...EMPTY, key: randomUUID() }))),
    }),
    publicRoute({
      id: 'page.complaint.file',
      method: 'post',
      path: '/complaint',
      summary: 'Files the form; the same key gives the same receipt',
      limit: 'file',
      produces: 'text/html',
      bodyForm: 'form-with-files',
      bodyLimit: BODY_LIMIT,
      body,
      handle: ({ body: { again, notice, files, ...fields }, header }) => {
        assertSameOrigin(header);
        return file(deps, { fields, files, notice, again: again === 'yes' });
      },
    }),
  ];
}

const EMPTY: ComplaintFields = {
  ...{ kind: '投诉', text: '', programme: '', district: '', town: '', incidentDate: '' },
  ...{ privacy: 'open', name: '', phone: '', consent: '', key: '' },
};

function partsOf(
  { words, knowledge, today }: Deps,
  fields: ComplaintFields,
  more: Partial<Pick<ComplaintParts, 'problems' | 'notice' | 'again' | 'filesAgain'>> = {},
): ComplaintParts {
  const policy = knowledge();
  return {
    ...{ words, fields, problems: [], notice: null, again: false, filesAgain: false },
    districts: placesIn({ districts: policy.districts(), place: policy.place }),
    towns: [...new Set(policy.towns().map(({ name }) => name))],
    programmes: PROGRAMMES.filter((one) => !NOT_ASKED_ABOUT.includes(one)),
    today: today(),
    longestText: LONGEST_TEXT,
    ...more,
  };
}

interface Sent {
  readonly fields: ComplaintFields;
  readonly files: readonly FileIn[];
  /** Version of the notice about personal data in the form that was sent. */
  readonly notice: string;
  /** The person was told of a like complaint and sends this one all the same. */
  readonly again: boolean;
}

async function file(deps: Deps, sent: Sent): Promise<Reply<never>> {
  const { fields, files, notice: read, again } = sent;
  const problems = [...problemsOf(deps, fields), ...noticeProblem(deps, sent)];
  if (problems.length > 0) return refused(deps, sent, problems);
  const input: FileInput = { ...inputOf(fields), files, consent: read === '' ? null : read };
  try {
    if (!again && (await filedBefore(deps, input, fields.key)))
      return formAgain(deps, sent, { notice: deps.words.page('complaint.twice'), again: true });
    const filed = await deps.tickets.file(input, fields.key);
    return page(receiptPage(filed, fields.kind, { words: deps.words, files: files.length }), {
      status: 201,
    });
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown;
    return notFiled(deps, sent, thrown);
  }
}

/** A page that stood open while the notice was changed: who agreed has to see the present one. */
function noticeProblem({ words }: Deps, { fields, notice }: Sent): readonly FieldProblem[] {
  const personal = `${fields.name}${fields.phone}`.trim() !== '';
  const old = notice !== '' && notice !== words.page('consent.version');
  return personal && old ? [{ field: 'consent', message: words.page('consent.changed') }] : [];
}

/** Browsers never fill in files again: it is said that they have to be chosen once more. */
function formAgain(
  deps: Deps,
  { fields, files }: Pick<Sent, 'fields' | 'files'>,
  more: Parameters<typeof partsOf>[2],
  status = 200,
): Reply<never> {
  const parts = partsOf(deps, fields, { ...more, filesAgain: files.length > 0 });
  return page(complaintPage(parts), { status });
}

/** The form again, with all that was typed and what went wrong. */
function notFiled(deps: Deps, sent: Sent, error: AppError): Reply<never> {
  const { code, fields: problems, status } = error;
  const { fields, files } = sent;
  if (code === 'request.invalid') return refused(deps, sent, problems);
  // The key was used with other words: the person went back and wrote something new. That is another complaint.
  const isOther = code === 'idempotency.conflict';
  const notice = isOther ? deps.words.page('complaint.changed') : deps.words.error(code);
  const kept = isOther ? { ...fields, key: randomUUID() } : fields;
  return formAgain(deps, { fields: kept, files }, { notice }, status);
}

function refused(deps: Deps, sent: Sent, problems: readonly FieldProblem[]): Reply<never> {
  return formAgain(deps, sent, { problems: problems.map(inTheForm) }, 422);
}

const FORM_NAMES: Readonly<Record<string, string>> = {
  'contact.name': 'name',
  'contact.phone': 'phone',
  idempotencyKey: '',
  file: 'files',
};

function inTheForm({ field, message }: FieldProblem): FieldProblem {
  return { field: FORM_NAMES[field] ?? field, message };
}

/** What only this form knows: its lists, and that contact details need a yes. */
function problemsOf({ words, knowledge }: Deps, fields: ComplaintFields): readonly FieldProblem[] {
  const problems: FieldProblem[] = [];
  const add = (field: string, message: string): number => problems.push({ field, message });
  if (!isOneOf(KINDS, fields.kind)) add('kind', words.page('complaint.choose-kind'));
  if (fields.text.trim() === '') add('text', words.page('complaint.no-text'));
  if (fields.programme !== '' && !isOneOf(PROGRAMMES, fields.programme))
    add('programme', words.field('programme'));
  const known = knowledge()
    .districts()
    .map(({ name }) => name);
  if (fields.district !== '' && !known.includes(fields.district))
    add('district', words.field('district'));
  if (fields.town.length > 40) add('town', words.field('too-long', { most: 40 }));
  if (!isOneOf(PRIVACY, fields.privacy)) add('privacy', words.page('complaint.choose-privacy'));
  if (`${fields.name}${fields.phone}`.trim() !== '' && fields.consent !== 'yes')
    add('consent', words.page('consent.needed'));
  return problems;
}

function isOneOf(list: readonly string[], value: string): boolean {
  return list.includes(value);
}

function inputOf(fields: ComplaintFields): FileInput {
  const { kind, text, programme, district, town, incidentDate, privacy, name, phone } = fields;
  const orNull = (value: string): string | null => (value.trim() === '' ? null : value.trim());
  return {
    kind: kind as TicketKind,
    text,
    programme: orNull(programme),
    district: orNull(district),
    town: orNull(town),
    incidentDate: orNull(incidentDate),
    contact: { name: orNull(name), phone: orNull(phone) },
    anonymous: privacy === 'anonymous',
    confidential: privacy === 'confidential',
    channel: 'web',
  };
}

/** The same person's like complaint; others' complaints are nobody's business. */
async function filedBefore({ tickets }: Deps, input: FileInput, key: string): Promise<boolean> {
  if (input.contact?.phone == null || key === '') return false;
  const alike = await tickets.findLikelyDuplicates(input);
  return alike.some(({ samePerson }) => samePerson);
}
