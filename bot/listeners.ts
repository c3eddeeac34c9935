import { type KeptActivity } from './conversation-keeper.ts';

/** Gets what became durable; an empty list means: look for yourself. */
export type ActivityListener = (activities: readonly KeptActivity[]) => void;

/** Who has a conversation open in this process. */
export function listening(): {
  /** Gives the way to stop. */
  listen: (conversationId: string, listener: ActivityListener) => () => void;
  tell: (conversationId: string, activities: readonly KeptActivity[]) => void;
  listened: (conversationId: string) => boolean;
  all: () => readonly string[];
} {
  const open = new Map<string, Set<ActivityListener>>();
  return {
    listen: (id, listener) => {
      const here = open.get(id) ?? new Set();
      open.set(id, here.add(listener));
      return () => {
        here.delete(listener);
        if (here.size === 0 && open.get(id) === here) open.delete(id);
      };
    },
    listened: (id) => open.has(id),
    all: () => [...open.keys()],
    tell: (id, activities) => {
      for (const listener of open.get(id) ?? []) listener(activities);
    },
  };
}
