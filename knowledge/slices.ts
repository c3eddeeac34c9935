/** Long work as slices: it may be done at once, or with a breath between two slices so that people are answered meanwhile. */
export type Slices<T> = Generator<undefined, T, undefined>;

export function atOnce<T>(work: Slices<T>): T {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}

export async function inSlices<T>(work: Slices<T>): Promise<T> {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
  }
}
