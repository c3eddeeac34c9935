/**
 * Instances of the service on one database tell each other what changed, so that a person who is connected to one hears
 * what another one did. Only a hint: whoever misses it finds the same by asking the database.
 */
export interface Wake {
  /** Tells every other instance once what is named is durable. Never fails: nobody waits for it. */
  tell(topic: string, about: string): void;
  /**
   * Calls back with what other instances told; `missed` after a time in which nothing could be heard, so that who waits
   * can look for themselves.
   */
  listen(topic: string, heard: (about: string) => void, missed?: () => void): void;
  close(): Promise<void>;
}

/** For an instance that is alone with its database. */
export const aloneAwake: Wake = {
  tell: () => undefined,
  listen: () => undefined,
  close: () => Promise.resolve(),
};
