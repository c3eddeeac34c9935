/** Who may act. `administrator` cannot read tickets; `auditor` reads and verifies but changes nothing. */
export const ROLES = [
  'operator',
  'handler',
  'supervisor',
  'editor',
  'administrator',
  'auditor',
] as const;
export type Role = (typeof ROLES)[number];

/** A member of staff as use cases see them: never with secrets. */
export interface StaffMember {
  readonly id: string;
  readonly login: string;
  readonly name: string;
  readonly role: Role;
  /** 承办单位; null for those who belong to the hotline itself. */
  readonly unit: string | null;
}
