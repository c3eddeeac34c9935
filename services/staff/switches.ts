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
  /** The same as far as it was last read: for what cannot wait. */
  assistantIsOn(): boolean;
  /** Counts at once here, and for other instances when they next read; who turned it stands on the record. */
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
  let known = true;
  const assistantOn = async (): Promise<boolean> => {
    known = (await store.get(ASSISTANT)) ?? true;
    return known;
  };
  return {
    assistantOn,
    assistantIsOn: () => known,
    turnAssistant: async (by, on) => {
      await unitOfWork.transaction(async () => {
        await store.set(ASSISTANT, on);
        await audit.append({
          ...{ actor: by.id, role: by.role, action: 'turn-switch', outcome: 'done' },
          objectType: 'switch',
          objectId: ASSISTANT,
          requestId: null,
          detail: { on },
        });
      });
      known = on;
    },
  };
}
