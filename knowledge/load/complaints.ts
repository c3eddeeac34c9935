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

/** Collects everything that is wrong, so that an editor sees all of it at once. */
export class Complaints {
  readonly #problems: ContentProblem[] = [];

  add(file: string, line: number, message: string): void {
    this.#problems.push({ file, line, message });
  }

  at(origin: Origin, message: string): void {
    this.add(origin.file, origin.line, message);
  }

  /** All problems by file and line, each once. */
  sorted(): readonly ContentProblem[] {
    const seen = new Set<string>();
    return this.#problems
      .filter(({ file, line, message }) => {
        const key = `${file}\n${line}\n${message}`;
        return seen.has(key) ? false : seen.add(key);
      })
      .sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line));
  }
}
