import { join } from 'node:path';
import { type Knowledge } from '../knowledge/index.ts';
import { type Clock } from '../services/clock.ts';
import { createAssist } from '../services/desk/assist.ts';
import { type Calls } from '../services/desk/calls.ts';
import { type DeskWords, readDeskWords } from '../services/desk/desk-words.ts';
import { createCalls } from '../services/desk/desk.ts';
import { type ReadForm } from '../services/desk/form.ts';
import { createDeskHub, type DeskHub } from '../services/desk/hub.ts';
import { answerMarkStore, callStore, presenceStore } from '../services/storage/call-store-sql.ts';
import { type Database } from '../services/storage/database.ts';
import { staffStore } from '../services/storage/staff-store-sql.ts';
import { type Office } from './compose-office.ts';

export interface DeskParts {
  readonly db: Database;
  readonly clock: Clock;
  /** Folder of the policy content (`knowledge/content`). */
  readonly content: string;
  readonly office: Pick<Office, 'crypto' | 'persons' | 'audit' | 'tickets'>;
  readonly knowledge: () => Knowledge;
  readonly readForm: ReadForm;
}

export interface Desk {
  readonly calls: Calls;
  readonly hub: DeskHub;
  readonly deskWords: DeskWords;
}

/** Wires the hotline desk over one database. */
export function composeDesk({ db, clock, content, office, ...policy }: DeskParts): Desk {
  const deskWords = readDeskWords(join(content, 'words/desk.yaml'));
  const hub = createDeskHub();
  const staff = staffStore(db);
  const calls = createCalls({
    ...{ clock, hub, words: deskWords, unitOfWork: db },
    crypto: office.crypto,
    persons: office.persons,
    audit: office.audit,
    tickets: office.tickets,
    store: callStore(db, office.persons),
    marks: answerMarkStore(db),
    presence: presenceStore(db),
    assist: createAssist({ ...policy, words: deskWords }),
    operatorNames: async () => new Map((await staff.all()).map(({ id, name }) => [id, name])),
    operatorByLogin: async (login) => {
      const account = await staff.byLogin(login);
      const takesCalls = account?.role === 'operator' || account?.role === 'supervisor';
      return takesCalls && !account.disabled ? account.id : null;
    },
  });
  return { calls, hub, deskWords };
}
