/**
 * `npm run answers:train -- [--write]`: learns the ranking weights and the calibration from the content's own
 * phrasings and prints how well a phrasing that was taken out finds its entry again. `--write` stores the weights.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cueFile } from '../knowledge/answer/cue-file.ts';
import { compileCues } from '../knowledge/answer/cues.ts';
import { matchEntry, namedShare, programmeNames } from '../knowledge/answer/entries.ts';
import { canonicaliser } from '../knowledge/answer/match/canonical.ts';
import { SIGNALS, type SignalWeights } from '../knowledge/answer/match/signals.ts';
import { comparing, namesFound, partReader } from '../knowledge/answer/parts.ts';
import { loadContent } from '../knowledge/load/load-content.ts';
import { normalise } from '../knowledge/text/normalise.ts';
import { loadSegmenter } from '../knowledge/text/segment.ts';
import { piecesOf } from '../knowledge/text/sentences.ts';
import { readCommandLine } from './command-line.ts';
import {
  type Sample,
  collectSamples,
  learnCalibration,
  learnWeights,
  rerank,
} from './evaluation/ranking-training.ts';

const { values } = readCommandLine({
  usage: 'npm run answers:train -- [--write] [--folds NUMBER] [--content DIR]',
  options: {
    write: { type: 'boolean', default: false },
    folds: { type: 'string', default: '4' },
    content: { type: 'string', default: new URL('../knowledge/content', import.meta.url).pathname },
  },
});

const content = loadContent(values.content);
const segmenter = loadSegmenter({ userWords: content.userWords });
const cutWords = (text: string): readonly string[] => segmenter.cut(text);
const canonicalise = canonicaliser(
  content.synonyms.filter((synonym) => !synonym.context && synonym.means !== ''),
);
const cues = compileCues(cueFile(content.lists.get('cues'), content.otherPlaces));
const start = Object.fromEntries(SIGNALS.map((name) => [name, 1])) as SignalWeights;

const stories = content.questions.flatMap(({ phrasings }) =>
  phrasings.flatMap((phrasing) => {
    const pieces = piecesOf(phrasing);
    return pieces.length < 2
      ? []
      : pieces.filter(
          (piece) =>
            piece.length > 3 &&
            !cues.asks.test(piece) &&
            // A story about another programme would make the question a question about that one.
            namesFound(canonicalise(piece), cues.programmes).size === 0,
        );
  }),
);
const read = partReader({ cues, canonicalise });
const compared = comparing(canonicalise, cutWords);
const samples = collectSamples(
  {
    entries: content.questions.map((question) =>
      matchEntry(question, {
        clauseOf: (id) => content.clauses.get(id) ?? null,
        named: namedShare(question, programmeNames(cues, canonicalise)),
        links: 0,
      }),
    ),
    phrasings: content.questions.map((question) => question.phrasings),
    cutWords,
    canonicalise,
    stories,
    statuses: ['俺家吃低保', '我是低保户', '低保户', '俺有低保本', '俺弟是特困户'],
    queryOf: (phrasing) => {
      const said = read(normalise(phrasing));
      return { said, compared: compared(said) };
    },
  },
  start,
  Number(values.folds),
);

function report(label: string, among: readonly Sample[], weights: SignalWeights): void {
  const answerable = among.filter((sample) => !sample.orphan);
  const within = (places: number): string => {
    const found = answerable.filter((sample) =>
      rerank(sample, weights)
        .slice(0, places)
        .some(({ right }) => right),
    );
    return `${((100 * found.length) / answerable.length).toFixed(2)} %`;
  };
  console.log(`${label}: first ${within(1)}, first two ${within(2)}, first three ${within(3)}`);
}

const pairs = (odd: number): Sample[] => samples.filter((_, at) => (at >> 1) % 2 === odd);
console.log(`${samples.length} phrasings taken out, ${content.questions.length} entries`);
report('equal weights', samples, start);
report('learned on one half, other half', pairs(1), learnWeights(pairs(0), start));
const weights = learnWeights(samples, start);
report('learned on all', samples, weights);
const calibration = learnCalibration(samples, weights);
console.log(JSON.stringify({ weights, calibration }, null, 2));
if (values.write) {
  const file = join(values.content, 'understanding/ranking.json');
  writeFileSync(file, `${JSON.stringify({ weights, calibration }, null, 2)}\n`);
}
