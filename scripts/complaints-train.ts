/**
 * `npm run complaints:train -- [--write]`: learns the category weights from our own example complaints and prints how
 * many of those that were left out find their category. `--write` stores the weights.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readComplaintFiles, readExamples } from '../knowledge/complaints/build.ts';
import { categoryModel, ranked, recogniser } from '../knowledge/complaints/category-model.ts';
import { complaintFeatureReader } from '../knowledge/complaints/features.ts';
import { loadContent } from '../knowledge/load/load-content.ts';
import { normalise } from '../knowledge/text/normalise.ts';
import { loadSegmenter } from '../knowledge/text/segment.ts';
import { readCommandLine } from './command-line.ts';
import { type Heard, trainCategories, trainRecognition } from './evaluation/complaint-training.ts';

const { values } = readCommandLine({
  usage: 'npm run complaints:train -- [--write] [--folds NUMBER] [--fails] [--content DIR]',
  options: {
    write: { type: 'boolean', default: false },
    folds: { type: 'string', default: '2' },
    fails: { type: 'boolean', default: false },
    content: { type: 'string', default: new URL('../knowledge/content', import.meta.url).pathname },
  },
});

const content = loadContent(values.content);
const segmenter = loadSegmenter({ userWords: content.userWords });
const { cues } = readComplaintFiles(values.content);
const { examples, print } = readExamples(values.content);
const tools = { cutWords: (text: string): readonly string[] => segmenter.cut(text), cues };
const readFeatures = complaintFeatureReader(tools);
const all = examples.map(({ category, text }) => ({
  category,
  text,
  features: readFeatures(normalise(text)),
}));

const folds = Number(values.folds);
let right = 0;
for (let fold = 0; fold < folds; fold += 1) {
  const model = categoryModel(trainCategories(all.filter((_, at) => at % folds !== fold)));
  for (const { category, text, features } of all.filter((_, at) => at % folds === fold)) {
    const [best] = ranked(model.weigh(features));
    if (best?.category === category) right += 1;
    else if (values.fails) console.log(`${text}\n  ${best?.category ?? ''}, wanted ${category}`);
  }
}
if (folds > 1)
  console.log(`left out and found: ${((100 * right) / all.length).toFixed(1)} % of ${all.length}`);

/**
 * So many phrasings of each entry stand for what is asked: the later ones are mostly stories, which sound like complaints until the
 * last words, and with all of them one complaint in ten was taken for a question.
 */
const FIRST_PHRASINGS = 20;

/** Consultations and other offices' matters are neither here nor there. */
const NEITHER = ['咨询类误投', '不属于民政管辖'];
const heard: readonly Heard[] = [
  ...all
    .filter(({ category }) => !NEITHER.includes(category))
    .map(({ features }) => ({ complains: true, features })),
  ...content.questions.flatMap(({ title, phrasings, outcome }) =>
    [title, ...phrasings.slice(0, FIRST_PHRASINGS)].map((text) => ({
      complains: outcome === 'collect',
      features: readFeatures(normalise(text)),
    })),
  ),
];
if (folds > 1) {
  const half = (odd: number): readonly Heard[] => heard.filter((_, at) => at % 2 === odd);
  const recognise = recogniser(trainRecognition(half(0)));
  for (const complains of [true, false]) {
    const among = half(1).filter((one) => one.complains === complains);
    const taken = among.filter(({ features }) => recognise(features) >= 0.5);
    const share = ((100 * taken.length) / among.length).toFixed(1);
    console.log(`${complains ? 'complaints' : 'questions'} heard as complaints: ${share} %`);
  }
}

if (values.write) {
  const model = {
    trainedOn: print,
    categories: trainCategories(all),
    recognition: trainRecognition(heard),
  };
  const lines = JSON.stringify(model).replaceAll('],', '],\n');
  writeFileSync(join(values.content, 'understanding/complaints.json'), `${lines}\n`);
}
