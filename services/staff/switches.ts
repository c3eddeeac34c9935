import { type Audit } from '../audit/audit.ts';
import { type UnitOfWork } from '../unit-of-work.ts';
import { type StaffMember } from './role.ts';

export interface SwitchStore {
  /** Null while nobody has ever turned it. */
  get(name: string): Promise<boolean | null>;
  set(name: string, on: boolean): Promise<void>;
}

/** What can be turned off while the service runs. */
export interface Switches {
  /** Whether questions are answered automatically; forms, progress and the desk work either way. */
  assistantOn(): Promise<boolean>;
  /** Counts at once, for every instance; who turned it stands on the record. */
  turnAssistant(by: StaffMember, on: boolean): Promise<void>;
}

export interface SwitchDeps {
  readonly store: SwitchStore;
  readonly unitOfWork: UnitOfWork;
  readonly audit: Pick<Audit, 'append'>;
}

const ASSISTANT = 'assistant';

/** See `Switches`. */
export function createSwitches({ store, unitOfWork, audit }: SwitchDeps): Switches {
  return {
    assistantOn: async () => (await store.get(ASSISTANT)) ?? true,
    turnAssistant: (by, on) =>
      unitOfWork.transaction(async () => {
        await store.set(ASSISTANT, on);
        await audit.append({
          ...{ actor: by.id, role: by.role, action: 'turn-switch', outcome: 'done' },
          objectType: 'switch',
          objectId: ASSISTANT,
          requestId: null,
          detail: { on },
        });
      }),
  };
}
