import words from './words.json';

/** One field that the office did not take, with its sentence. */
export interface FieldProblem {
  readonly field: string;
  readonly message: string;
}

/** A refusal or fault as the page tells it: `message` is a plain sentence for the reader. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly status: number;
  readonly code: string;
  readonly fields: readonly FieldProblem[];
  readonly requestId: string;

  constructor(
    status: number,
    problem: {
      readonly code: string;
      readonly message: string;
      readonly fields?: readonly FieldProblem[];
      readonly requestId?: string;
    },
  ) {
    super(problem.message);
    this.status = status;
    this.code = problem.code;
    this.fields = problem.fields ?? [];
    this.requestId = problem.requestId ?? '';
  }

  /** The sentence of one field, or an empty text. */
  of(field: string): string {
    return this.fields.find((one) => one.field === field)?.message ?? '';
  }
}

let csrf = '';
let whenSignedOut: () => void = () => undefined;

/** Called by the session once somebody is signed in. */
export function useToken(token: string): void {
  csrf = token;
}

/** What happens when the office asks to sign in again. */
export function onSignedOut(listener: () => void): void {
  whenSignedOut = listener;
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Asks the office. Throws `ApiProblem` for every refusal, with code `network` when nobody answered. */
export async function api<T>(method: Method, path: string, body?: unknown): Promise<T> {
  const response = await send(method, path, {
    headers: body === undefined ? {} : { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return (response.status === 204 ? undefined : await response.json()) as T;
}

/** A file from the office, as a browser download. */
export async function fetchFile(path: string, name: string): Promise<void> {
  const response = await send('GET', path, {});
  const address = URL.createObjectURL(await response.blob());
  const link = document.createElement('a');
  link.href = address;
  link.download = nameOf(response) ?? name;
  link.click();
  setTimeout(() => {
    URL.revokeObjectURL(address);
  }, 60_000);
}

/** Sends a file with its name. */
export async function sendFile<T>(path: string, file: File): Promise<T> {
  const response = await send('POST', path, {
    headers: {
      'content-type': 'application/octet-stream',
      'x-file-name': encodeURIComponent(file.name),
    },
    body: file,
  });
  return (await response.json()) as T;
}

/** `{ a: 1, b: undefined }` as `?a=1`; empty values are left out. */
export function query(
  values: Readonly<Record<string, string | number | boolean | null | undefined>>,
): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(values))
    if (value !== undefined && value !== null && value !== '' && value !== false)
      params.set(name, String(value));
  const text = params.toString();
  return text === '' ? '' : `?${text}`;
}

async function send(method: Method, path: string, init: RequestInit): Promise<Response> {
  const headers = new Headers(init.headers);
  if (method !== 'GET') headers.set('x-csrf-token', csrf);
  let response: Response;
  try {
    response = await fetch(path, { ...init, method, headers, credentials: 'same-origin' });
  } catch {
    throw new ApiProblem(0, { code: 'network', message: words.offline });
  }
  if (response.ok) return response;
  const problem = await problemOf(response);
  if (problem.code === 'auth.required' || problem.code === 'csrf.failed') whenSignedOut();
  throw problem;
}

async function problemOf(response: Response): Promise<ApiProblem> {
  try {
    const { error } = (await response.json()) as {
      error: ConstructorParameters<typeof ApiProblem>[1];
    };
    return new ApiProblem(response.status, error);
  } catch {
    return new ApiProblem(response.status, { code: 'unreadable', message: words.trouble });
  }
}

function nameOf(response: Response): string | null {
  const header = response.headers.get('content-disposition') ?? '';
  const name = /filename\*=UTF-8''([^;]+)/u.exec(header)?.[1];
  return name === undefined ? null : decodeURIComponent(name);
}
