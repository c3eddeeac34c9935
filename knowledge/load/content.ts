import { KnowledgeError } from '../errors.ts';
import {
  type Clause,
  type Contact,
  type Coverage,
  type District,
  type Question,
  type RuleFigure,
  type Source,
  type Standard,
  type Town,
} from '../model.ts';

/** 同义词: a way of saying; what it means; and whether we may say it ourselves. */
export interface Synonym {
  readonly word: string;
  /** The official or plain word; empty for a slur that has no place of its own. */
  readonly means: string;
  /** `mistake`: a recogniser's or typing error; `slur`: understood, never said. */
  readonly kind: 'synonym' | 'mistake' | 'slur';
  /** The word only means this beside other words of the field (停了, 公示). */
  readonly context: boolean;
}

/** Everything that `knowledge/content/` says, checked and frozen. */
export interface Content {
  readonly sources: readonly Source[];
  /** By clause id, `<sourceId>#<anchor>`. */
  readonly clauses: ReadonlyMap<string, Clause>;
  readonly standards: readonly Standard[];
  readonly ruleFigures: readonly RuleFigure[];
  readonly questions: readonly Question[];
  /** A key may stand once for each district. */
  readonly contacts: readonly Contact[];
  readonly districts: readonly District[];
  readonly towns: readonly Town[];
  readonly synonyms: readonly Synonym[];
  readonly userWords: readonly string[];
  /** Every sentence of the words files, nested keys joined by dots; those of `errors.yaml` as `errors.<code>`. */
  readonly replies: ReadonlyMap<string, string>;
  /** Words files that hold lists instead of sentences (cues, other places), by file name without ending. */
  readonly lists: ReadonlyMap<string, unknown>;
  /** Names of cities and provinces that the service does not speak for. */
  readonly otherPlaces: readonly string[];
  /** Names of districts and towns that are ordinary words too. */
  readonly weakNames: readonly string[];
  readonly coverage: readonly Coverage[];
}

/** One thing that is wrong with the content. `line` is 1 where a whole file is meant. */
export interface ContentProblem {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

/** The content cannot be used: carries every problem that was found, sorted by file and line. */
export class ContentError extends KnowledgeError {
  override readonly name = 'ContentError';
  readonly problems: readonly ContentProblem[];

  constructor(problems: readonly ContentProblem[]) {
    super(
      'content.invalid',
      problems.map(({ file, line, message }) => `${file}:${line} ${message}`).join('\n'),
    );
    this.problems = problems;
  }
}
