/** What some fifty calls have said in their last hour: texts of a few sentences. */
const REMEMBERED = 5000;

/** The pieces of a call, each with the ones that are heard with it, and what the newest was heard as. */
export interface Stretches {
  readonly all: readonly string[];
  readonly newestComplains: boolean;
  /** Whether a stretch, heard by itself, is a complaint. */
  readonly complains: (stretch: string) => boolean;
}

/**
 * Whether a call complained at any time: what is said after a complaint does not take it back. Stretches heard before are
 * remembered; of those that were not heard here (another process had the call) every `step`-th is heard, which covers the call.
 */
export function complaintSoFar(step: number): (stretches: Stretches) => boolean {
  const known = new Map<string, boolean>();
  const remember = (stretch: string, complains: boolean): boolean => {
    known.set(stretch, complains);
    if (known.size > REMEMBERED) known.delete(known.keys().next().value ?? '');
    return complains;
  };
  return ({ all, newestComplains, complains }) => {
    const newest = all.at(-1);
    if (newest === undefined) return false;
    if (remember(newest, newestComplains)) return true;
    return all
      .slice(0, -1)
      .some(
        (stretch, at) =>
          known.get(stretch) ?? ((at + 1) % step === 0 && remember(stretch, complains(stretch))),
      );
  };
}
