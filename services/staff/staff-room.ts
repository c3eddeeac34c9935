import { type Audit } from '../audit/audit.ts';
import { type Clock } from '../clock.ts';
import { type FieldCrypto } from '../privacy/field-crypto.ts';
import { type UnitOfWork } from '../unit-of-work.ts';
import { type StaffMember } from './role.ts';
import { type Account, type StaffStore } from './staff-store.ts';

export interface StaffDeps {
  readonly store: StaffStore;
  readonly unitOfWork: UnitOfWork;
  readonly clock: Clock;
  readonly crypto: FieldCrypto;
  readonly audit: Audit;
  /** Whether everyone must have a second factor before doing anything else. */
  readonly secondFactorRequired: boolean;
  /** Sentences for weak passwords (`words/staff.yaml`). */
  readonly words: { readonly password: Readonly<Record<string, string>> };
}

export const SYSTEM_MEMBER: StaffMember = {
  id: 'system',
  login: 'system',
  name: '',
  role: 'administrator',
  unit: null,
};

/** The part of an account that leaves the staff room. */
export function memberOf({ id, login, name, role, unit }: Account): StaffMember {
  return { id, login, name, role, unit };
}

/** Puts what happened to an account on the record; never a password, code or login typed by a stranger. */
export async function note(
  { audit }: Pick<StaffDeps, 'audit'>,
  by: StaffMember,
  action: string,
  about: { readonly id: string; readonly outcome?: 'done' | 'refused'; readonly what?: string },
): Promise<void> {
  await audit.append({
    actor: by.id,
    role: by.role,
    action,
    objectType: 'staff',
    objectId: about.id,
    outcome: about.outcome ?? 'done',
    requestId: null,
    detail: about.what === undefined ? {} : { what: about.what },
  });
}

/** The cell of an account's second factor. */
export const secondFactorCell = (id: string): { table: string; column: string; row: string } => ({
  table: 'staff',
  column: 'second_factor',
  row: id,
});
