const PREFIX = 'mingbai.';

/** What this device remembers (district, size of text); null where nothing is kept or storage is shut off. */
export function recall(name: string): string | null {
  try {
    return localStorage.getItem(PREFIX + name);
  } catch {
    return null;
  }
}

/** Keeps a value on this device, or forgets it with null. Without storage the page simply forgets. */
export function remember(name: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(PREFIX + name);
    else localStorage.setItem(PREFIX + name, value);
  } catch {
    // Private windows and some webviews refuse storage: nothing is lost but the convenience.
  }
}
