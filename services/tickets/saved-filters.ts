import { randomUUID } from 'node:crypto';
import { AppError } from '../errors.ts';
import { type StaffMember } from '../staff/role.ts';
import { type TicketQuery } from './tickets.ts';

/** A filter that somebody kept for themselves. Never with a search text: that may be a phone number. */
export interface SavedFilter {
  readonly id: string;
  readonly name: string;
  readonly query: SavedQuery;
}

export type SavedQuery = Omit<TicketQuery, 'q' | 'page' | 'size'>;

export interface SavedFilterStore {
  of(staffId: string): Promise<readonly SavedFilter[]>;
  insert(staffId: string, filter: SavedFilter): Promise<void>;
  /** False when this person has no such filter. */
  remove(staffId: string, id: string): Promise<boolean>;
}

const MOST = 30;

/** Filters of one's own. */
export interface SavedFilters {
  list(staff: StaffMember): Promise<readonly SavedFilter[]>;
  /** Throws `conflict` when there are 30 already. */
  keep(staff: StaffMember, name: string, query: SavedQuery): Promise<SavedFilter>;
  /** Throws `not-found` for what belongs to somebody else. */
  forget(staff: StaffMember, id: string): Promise<void>;
}

/** See `SavedFilters`. */
export function createSavedFilters(store: SavedFilterStore): SavedFilters {
  return {
    list: ({ id }) => store.of(id),
    keep: async ({ id: staffId }, name, query) => {
      if ((await store.of(staffId)).length >= MOST)
        throw new AppError('conflict', 'too many filters');
      const filter = { id: randomUUID(), name, query };
      await store.insert(staffId, filter);
      return filter;
    },
    forget: async ({ id: staffId }, id) => {
      if (!(await store.remove(staffId, id))) throw new AppError('not-found');
    },
  };
}
