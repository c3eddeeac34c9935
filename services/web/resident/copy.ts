/** Browsers give out the clipboard only in a secure context. */
export const canCopy = typeof navigator.clipboard?.writeText === 'function';

/** False when the browser refused. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
