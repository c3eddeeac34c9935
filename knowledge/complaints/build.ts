/** Builds the reader of complaints from `content/complaints/` and the trained weights. */
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { type z } from 'zod';
import { incidentReader } from './incident.ts';
import { type FeatureTools } from './features.ts';
import { type HearComplaint, complaintHearing } from './hear.ts';
import { PROGRAMMES, type Programme } from '../model.ts';
import { rememberingTexts } from '../remembering.ts';
import { readStanceModel } from '../stances/build.ts';
import {
  type StanceFeatures,
  stanceFeatureReader,
  stanceReading,
} from '../stances/stance-features.ts';
import { type HearStance, stanceHearing, stanceModel } from '../stances/stance-model.ts';
import { type StanceModelFile, type StanceShares } from '../stances/stances.ts';
import {
  type ComplaintModel,
  type ComplaintModelFile,
  checkedModel,
  complaintModel,
} from './category-model.ts';
import {
  COMPLAINT_CATEGORIES,
  type ComplaintCategory,
  type Cue,
  type Department,
  type FieldsFile,
  compile,
  cuesSchema,
  departmentsSchema,
  examplesSchema,
  fieldsSchema,
} from './complaint-file.ts';
import {
  type ComplaintPatterns,
  type ComplaintTools,
  type ReadComplaint,
  type ReadIncidentDate,
  complaintReader,
} from './read-complaint.ts';

/** What the text room does for the reader. */
export type ComplaintText = Pick<
  ComplaintTools,
  'normalise' | 'read' | 'canonicalise' | 'findPlace'
> &
  Pick<FeatureTools, 'cutWords'>;

/** The files as checked values that JSON can say: what is kept between two starts. */
export interface ComplaintSource {
  readonly cues: z.output<typeof cuesSchema>;
  readonly departments: z.output<typeof departmentsSchema>;
  readonly fields: FieldsFile;
  readonly model: ComplaintModelFile;
  readonly stances: StanceModelFile;
}

/** Reads and checks the files; throws with the place of the first fault. */
export function readComplaintSource(contentDir: string): ComplaintSource {
  const weights = readFileSync(join(contentDir, 'understanding/complaints.json'), 'utf8');
  return {
    ...readFiles(contentDir),
    model: checkedModel(JSON.parse(weights)),
    stances: readStanceModel(contentDir),
  };
}

/** The files compiled: the same for every edition of the policy. */
export interface CompiledComplaints extends ComplaintFiles {
  readonly patterns: ComplaintPatterns;
  readonly model: ComplaintModel;
  readonly stances: (features: StanceFeatures) => StanceShares;
  readonly explicit: RegExp;
  readonly asks: RegExp;
}

/** Compiles what `readComplaintSource` read. */
export function compileComplaints(source: ComplaintSource): CompiledComplaints {
  const files = compiledFiles(source);
  return {
    ...files,
    patterns: patternsFrom(files.fields),
    model: complaintModel(source.model),
    stances: stanceModel(source.stances),
    explicit: compile(files.fields.explicit, {}),
    asks: compile(files.fields.asks, {}),
  };
}

/** The messages whose features are remembered, however long: those that are being answered. */
const REMEMBERED = 20;

/** The reader over texts as `text` reads them. */
export function buildComplaintReader(
  { cues, departments, fields, patterns, model, stances, explicit, asks }: CompiledComplaints,
  text: ComplaintText,
): {
  readonly readComplaint: ReadComplaint;
  readonly hearComplaint: HearComplaint;
  readonly readIncidentDate: ReadIncidentDate;
  readonly hearStance: HearStance;
} {
  const readIncident = incidentReader(patterns.dates);
  // One message is heard for what it is for and read as a complaint: its features are those of both.
  const { read, readPart } = stanceReading({ cutWords: text.cutWords, cues });
  const readFeatures = rememberingTexts(REMEMBERED, read, Infinity);
  const hearStance = stanceHearing(stanceFeatureReader({ read: readFeatures, readPart }), stances);
  const reader = complaintReader({
    ...text,
    ...{ readFeatures, departments, patterns, model, hearStance },
  });
  const entries = new Map(Object.entries(fields.entries) as [ComplaintCategory, string][]);
  return {
    readComplaint: reader.read,
    readIncidentDate: (said, { today }) => readIncident(text.normalise(said), '拖延不办', today),
    hearStance,
    hearComplaint: complaintHearing({ reader, entries, explicit, asks }),
  };
}

export interface ComplaintFiles {
  readonly cues: readonly Cue[];
  readonly departments: readonly Department[];
  readonly fields: FieldsFile;
}

export function readComplaintFiles(contentDir: string): ComplaintFiles {
  return compiledFiles(readFiles(contentDir));
}

function readFiles(contentDir: string): Omit<ComplaintSource, 'model' | 'stances'> {
  const file = (name: string): unknown =>
    parse(readFileSync(join(contentDir, 'complaints', name), 'utf8'));
  return {
    cues: cuesSchema.parse(file('cues.yaml')),
    departments: departmentsSchema.parse(file('departments.yaml')),
    fields: fieldsSchema.parse(file('fields.yaml')),
  };
}

function compiledFiles({
  cues: { words, cues },
  departments,
  fields,
}: Omit<ComplaintSource, 'model' | 'stances'>): ComplaintFiles {
  const names = { ...words, departments: departments.flatMap((one) => one.words).join('|') };
  return {
    departments: departments.map(({ words: list, ...one }) => ({
      ...one,
      pattern: compile(list, {}),
    })),
    cues: Object.entries(cues).flatMap(([name, list]) =>
      list.map((pattern, at) => ({
        name: `${name}/${String(at)}`,
        pattern: compile([pattern], names),
      })),
    ),
    fields,
  };
}

/** The examples of every category, and a print of all that the weights were trained on. */
export function readExamples(contentDir: string): {
  readonly examples: readonly { readonly category: ComplaintCategory; readonly text: string }[];
  readonly print: string;
} {
  const folder = join(contentDir, 'complaints');
  const hash = createHash('sha256');
  const examples = readdirSync(folder)
    .filter(
      (name) => name.startsWith('examples') || name === 'cues.yaml' || name === 'departments.yaml',
    )
    .sort()
    .flatMap((name) => {
      const text = readFileSync(join(folder, name), 'utf8');
      hash.update(text);
      if (!name.startsWith('examples')) return [];
      const lists = examplesSchema.parse(parse(text));
      return COMPLAINT_CATEGORIES.flatMap((category) =>
        (lists[category] ?? []).map((example) => ({ category, text: example })),
      );
    });
  return { examples, print: hash.digest('hex').slice(0, 16) };
}

function patternsFrom(file: FieldsFile): ComplaintPatterns {
  const of = (list: readonly string[]): RegExp => compile(list, file.words);
  const { programmes, kinds, dates } = file;
  return {
    programmes: new Map(
      PROGRAMMES.flatMap((name): [Programme, RegExp][] => {
        const list = programmes[name];
        return list === undefined ? [] : [[name, of(list)]];
      }),
    ),
    kinds: { 举报: of(kinds.举报), 建议: of(kinds.建议), 求助: of(kinds.求助) },
    anonymous: of(file.anonymous),
    notAnonymous: of(file.notAnonymous),
    confidential: of(file.confidential),
    ownName: of(file.ownName),
    urgent: of(file.urgent),
    notUrgent: of(file.notUrgent),
    wish: of(file.wish),
    unit: of(file.unit),
    dates: {
      background: of(dates.background),
      happened: new Map(
        COMPLAINT_CATEGORIES.flatMap((category): [ComplaintCategory, RegExp][] => {
          const list = dates.happened[category];
          return list === undefined ? [] : [[category, of(list)]];
        }),
      ),
      undated: new Set(dates.undated),
    },
  };
}
