/** The answer to a yes/no question; `unknown` for 不知道. */
export type YesNo = 'yes' | 'no' | 'unknown';

/** Reads a reply to a yes/no question; null when it is something else (a question, a story). */
export function readYesNo(text: string): YesNo | null {
  return text === '有' ? 'yes' : null;
}
