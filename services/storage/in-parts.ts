/** SQLite takes so many values in one statement, and more. */
const AT_ONCE = 400;

/** Runs a statement over many values, a part of them at a time; gives what each part gave, in order. */
export async function inParts<T>(
  values: readonly string[],
  statement: (part: readonly string[]) => PromiseLike<T>,
): Promise<readonly T[]> {
  const given: T[] = [];
  for (let from = 0; from < values.length; from += AT_ONCE)
    given.push(await statement(values.slice(from, from + AT_ONCE)));
  return given;
}
