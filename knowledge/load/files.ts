import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { type Complaints } from './complaints.ts';

/** One content file: its path relative to the content folder, and its text without BOM and carriage returns. */
export interface ContentFile {
  readonly name: string;
  readonly text: string;
}

/** Reads the content folder. Absent files are tolerated: a programme may not be written yet. */
export class ContentFolder {
  readonly #dir: string;
  readonly #complaints: Complaints;

  constructor(dir: string, complaints: Complaints) {
    this.#dir = dir;
    this.#complaints = complaints;
  }

  /** The file, or null where there is none. */
  file(name: string): ContentFile | null {
    const path = join(this.#dir, name);
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat?.isFile() !== true) return null;
    return { name, text: this.#decode(name, readFileSync(path)) };
  }

  /** All files of a folder and its subfolders with one ending, by name. */
  files(folder: string, ending: string): readonly ContentFile[] {
    const base = join(this.#dir, folder);
    if (statSync(base, { throwIfNoEntry: false })?.isDirectory() !== true) return [];
    return readdirSync(base, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
      .map((entry) => relative(this.#dir, join(entry.parentPath, entry.name)).replaceAll(sep, '/'))
      .sort()
      .map((name) => ({ name, text: this.#decode(name, readFileSync(join(this.#dir, name))) }));
  }

  #decode(name: string, bytes: Uint8Array): string {
    try {
      const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
      return text.replaceAll('\r\n', '\n');
    } catch {
      this.#complaints.add(name, 1, 'is not UTF-8');
      return '';
    }
  }
}
