/** What use cases may ask of storage beyond their own store: do several writes as one. */
export interface UnitOfWork {
  /** Runs `work` in one durable transaction; a nested call joins the outer one. */
  transaction<T>(work: () => Promise<T>): Promise<T>;
}
