import { computed, reactive } from 'vue';
import { api, ApiProblem, onSignedOut, useToken } from './api.ts';

export type Role = 'operator' | 'handler' | 'supervisor' | 'editor' | 'administrator' | 'auditor';

export interface Member {
  readonly id: string;
  readonly login: string;
  readonly name: string;
  readonly role: Role;
  readonly unit: string | null;
}

/** What has to be done before anything else opens. */
export type FirstStep = 'password' | 'second-factor' | null;

interface Me {
  readonly member: Member;
  readonly csrf: string;
  readonly first: FirstStep;
  readonly secondFactor?: boolean;
}

interface Session {
  /** `asking` at the start, `out` when nobody is signed in, `expired` when the office wants the password again. */
  state: 'asking' | 'out' | 'expired' | 'in';
  member: Member | null;
  first: FirstStep;
}

/** Who is signed in on this page. */
export const session = reactive<Session>({ state: 'asking', member: null, first: null });

/** Signed in and with nothing left to do first. */
export const isOpen = computed(() => session.state === 'in' && session.first === null);

/** Asks who is signed in. Throws `ApiProblem` when the office cannot be reached. */
export async function resume(): Promise<void> {
  try {
    enter(await api<Me>('GET', '/api/staff/me'));
  } catch (thrown) {
    if (!(thrown instanceof ApiProblem) || thrown.status !== 401) throw thrown;
    session.state = 'out';
  }
}

/** Signs in; a refusal is thrown as it came. */
export async function signIn(login: string, password: string, code: string): Promise<void> {
  const before = session.member?.id;
  const body = { login, password, ...(code === '' ? {} : { code }) };
  const me = await api<Me>('POST', '/api/staff/session', body);
  // What one person had open must not be shown to the next.
  if (before !== undefined && before !== me.member.id) location.reload();
  else enter(me);
}

export async function signOut(): Promise<void> {
  await api('DELETE', '/api/staff/session');
  location.reload();
}

/** Goes on after a first step was done: the office says what is left. */
export async function goOn(): Promise<void> {
  try {
    enter(await api<Me>('GET', '/api/staff/me'));
  } catch (thrown) {
    // A session that is still limited is not let in: the second factor is what is left.
    if (!(thrown instanceof ApiProblem) || thrown.status !== 401) throw thrown;
    session.first = 'second-factor';
    session.state = 'in';
  }
}

function enter({ member, csrf, first }: Me): void {
  useToken(csrf);
  Object.assign(session, { member, first, state: 'in' });
}

onSignedOut(() => {
  if (session.state === 'in' && session.first === null) session.state = 'expired';
});
