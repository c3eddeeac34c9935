import { LineCounter, isNode, parseDocument } from 'yaml';
import { type Complaints } from './complaints.ts';
import { type ContentFile } from './files.ts';

export type YamlPath = readonly (string | number)[];

/** A parsed YAML file that knows on which line each value stands. */
export interface YamlFile {
  readonly name: string;
  readonly value: unknown;
  /** The line of a value, or of the nearest thing above it that is there. */
  lineOf(path: YamlPath): number;
}

/** Parses YAML 1.2 (core schema). Syntax errors and doubled keys are complaints; the value is then null. */
export function readYaml(file: ContentFile, complaints: Complaints, firstLine = 1): YamlFile {
  const lineCounter = new LineCounter();
  const document = parseDocument(file.text, { lineCounter, uniqueKeys: true, prettyErrors: false });
  for (const error of [...document.errors, ...document.warnings]) {
    const line = lineCounter.linePos(error.pos[0]).line + firstLine - 1;
    complaints.add(file.name, line, `YAML: ${error.message}`);
  }
  const lineOf = (path: YamlPath): number => {
    for (let length = path.length; length >= 0; length -= 1) {
      const node = document.getIn(path.slice(0, length), true);
      if (isNode(node) && node.range) {
        return lineCounter.linePos(node.range[0]).line + firstLine - 1;
      }
    }
    return firstLine;
  };
  const value: unknown = document.errors.length > 0 ? null : document.toJS();
  return { name: file.name, value, lineOf };
}
