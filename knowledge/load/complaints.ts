import { type ContentProblem } from './content.ts';

/** Where a piece of content stands. */
export interface Origin {
  readonly file: string;
  readonly line: number;
}

/** A piece of content with the place where it is written, so that a complaint can name it. */
export interface Located<T> extends Origin {
  readonly value: T;
}

/** Which rule was broken, and with what: from it the same complaint is told in the words of whoever reads it. */
export interface Told {
  readonly rule: string;
  readonly [name: string]: string | number;
}

/** A complaint for a page: where, in our words, and the rule for words of another language. */
export interface ToldProblem extends ContentProblem {
  readonly told: Told | null;
}

/** Collects everything that is wrong, so that an editor sees all of it at once. */
export class Complaints {
  readonly #problems: ToldProblem[] = [];

  add(file: string, line: number, message: string, told: Told | null = null): void {
    this.#problems.push({ file, line, message, told });
  }

  at(origin: Origin, message: string, told: Told | null = null): void {
    this.add(origin.file, origin.line, message, told);
  }

  /** All problems by file and line, each once. */
  sorted(): readonly ContentProblem[] {
    return this.told().map(({ file, line, message }) => ({ file, line, message }));
  }

  /** The same with the rules that were broken. */
  told(): readonly ToldProblem[] {
    const seen = new Set<string>();
    return this.#problems
      .filter(({ file, line, message }) => {
        const key = `${file}\n${line}\n${message}`;
        return seen.has(key) ? false : seen.add(key);
      })
      .sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line));
  }
}
