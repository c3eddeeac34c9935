/** `npm run knowledge:check`: prints everything that is wrong with the content, with file and line. */
import { ContentError } from '../knowledge/load/content.ts';
import { loadContent } from '../knowledge/load/load-content.ts';
import { readCommandLine } from './command-line.ts';

const { positionals } = readCommandLine({
  usage: 'npm run knowledge:check [-- DIR]',
  names: [0, 1],
});
const [dir = 'knowledge/content'] = positionals;
try {
  const content = loadContent(dir);
  console.log(`${dir}: ${content.sources.length} sources, ${content.questions.length} questions`);
} catch (thrown) {
  if (!(thrown instanceof ContentError)) throw thrown;
  for (const { file, line, message } of thrown.problems)
    console.error(`${file}:${line} ${message}`);
  console.error(`${thrown.problems.length} problems`);
  process.exitCode = 1;
}
