/**
 * `npm run stances:train -- [--write] [--fails]`: learns what messages are for from `content/stances/` and from our own phrasings and
 * complaints, and prints how many of each file are heard rightly by weights that never saw the file. `--write` stores the weights.
 */
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readComplaintFiles, readExamples } from '../knowledge/complaints/build.ts';
import { loadContent } from '../knowledge/load/load-content.ts';
import { type Question } from '../knowledge/model.ts';
import { readStanceExamples } from '../knowledge/stances/build.ts';
import { stanceFeatureReader, stanceReading } from '../knowledge/stances/stance-features.ts';
import { stanceModel } from '../knowledge/stances/stance-model.ts';
import { type Stance, STANCES } from '../knowledge/stances/stances.ts';
import { normalise } from '../knowledge/text/normalise.ts';
import { loadSegmenter } from '../knowledge/text/segment.ts';
import { readCommandLine } from './command-line.ts';
import { type StanceExample, trainStances } from './evaluation/stance-training.ts';

const { values } = readCommandLine({
  usage: 'npm run stances:train -- [--write] [--fails] [--content DIR]',
  options: {
    write: { type: 'boolean', default: false },
    fails: { type: 'boolean', default: false },
    content: { type: 'string', default: new URL('../knowledge/content', import.meta.url).pathname },
  },
});

/**
 * Phrasings and complaints were written for other ends (which entry, which category), so they count for less; of the entries that answer
 * only so many each, since they are fifty times as many as the rest. Tried on 1,430 questions of outside writers.
 */
const PHRASINGS = {
  ask: { most: 16, weight: 0.1 },
  others: { most: 80, weight: 0.3 },
} as const;
const COMPLAINT_WEIGHT = 0.3;

const content = loadContent(values.content);
const segmenter = loadSegmenter({ userWords: content.userWords });
const { cues } = readComplaintFiles(values.content);
const read = stanceFeatureReader(stanceReading({ cutWords: (text) => segmenter.cut(text), cues }));

interface Told extends StanceExample {
  readonly text: string;
  readonly file: string;
}

function example(text: string, stance: Stance, weight: number, file = ''): Told {
  return { text, stance, weight, file, features: read(normalise(text)) };
}

const OF_OUTCOME: Readonly<Record<Question['outcome'], Stance>> = {
  answered: 'ask',
  screen: 'ask',
  declined: 'ask',
  collect: 'complaint',
  verify: 'own',
  handoff: 'person',
  urgent: 'danger',
  clarify: 'talk',
};

function spread<T>(list: readonly T[], most: number): readonly T[] {
  const step = Math.max(1, Math.floor(list.length / most));
  return list.filter((_, at) => at % step === 0);
}

const beside: readonly Told[] = [
  ...content.questions.flatMap(({ outcome, reason, phrasings }) => {
    const stance = reason === 'out-of-scope' ? 'other' : OF_OUTCOME[outcome];
    const { most, weight } = stance === 'ask' ? PHRASINGS.ask : PHRASINGS.others;
    return spread(phrasings, most).map((text) => example(text, stance, weight));
  }),
  ...readExamples(values.content).examples.map(({ category, text }) => {
    const stance =
      category === '不属于民政管辖' ? 'other' : category === '咨询类误投' ? 'ask' : 'complaint';
    return example(text, stance, COMPLAINT_WEIGHT);
  }),
];

const files = readdirSync(join(values.content, 'stances')).sort();
const told = files.flatMap((file) =>
  readStanceExamples(values.content, [file]).examples.map(({ stance, text }) =>
    example(text, stance, 1, file),
  ),
);

if (!values.write) reportLeftOut();
else {
  const model = {
    trainedOn: readStanceExamples(values.content).print,
    ...trainStances([...beside, ...told]),
  };
  const file = join(values.content, 'understanding/stances.json');
  writeFileSync(file, `${JSON.stringify(model)}\n`);
}

/** Each file is heard by what was learned from the others: another person wrote it. */
function reportLeftOut(): void {
  const heard = new Map<string, number>();
  for (const file of files) {
    const mine = told.filter((one) => one.file === file);
    const others = told.filter((one) => one.file !== file);
    const weigh = stanceModel({ trainedOn: '', ...trainStances([...beside, ...others]) });
    let right = 0;
    for (const { text, stance, features } of mine) {
      const found = weigh(features);
      const likeliest = STANCES.reduce((best, one) => (found[one] > found[best] ? one : best));
      const key = `${stance} heard as ${likeliest}`;
      heard.set(key, (heard.get(key) ?? 0) + 1);
      if (likeliest === stance) right += 1;
      else if (values.fails) console.log(`${key} ${found[likeliest].toFixed(2)}: ${text}`);
    }
    console.log(
      `${file} left out and heard: ${((100 * right) / mine.length).toFixed(1)} % of ${String(mine.length)}`,
    );
  }
  for (const [key, count] of [...heard].sort()) console.log(`${key}: ${String(count)}`);
}
