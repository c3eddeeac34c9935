/**
 * `npm run chaos -- [--release] [--only NAME]… [--seed NUMBER] [--list] [--readme]`: starts the service, keeps a ledger of what it
 * acknowledges, does harm and compares. One line a scenario; ends with 1 when something was lost, doubled, falsely told or
 * slow to come back. What cannot be done on this machine says so.
 */
import { scenarios } from './chaos/all.ts';
import { compiledService } from './chaos/compiled.ts';
import { randomFrom } from './chaos/random.ts';
import { held, isSkipped, lineOf } from './chaos/scenario.ts';
import { type Ran, tableOf, writeReadme } from './chaos/table.ts';
import { beijingDate } from '../services/clock.ts';
import { readCommandLine } from './command-line.ts';

const { values } = readCommandLine({
  usage: 'npm run chaos -- [--release] [--only NAME]… [--seed NUMBER] [--list] [--readme]',
  options: {
    release: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true, default: [] },
    seed: { type: 'string', default: String(process.pid) },
    list: { type: 'boolean', default: false },
    readme: { type: 'boolean', default: false },
  },
});

if (values.list) for (const { name } of scenarios) console.log(name);
const unknown = values.only.filter((name) => !scenarios.some((one) => one.name === name));
if (unknown.length > 0) {
  console.error(`no such scenario: ${unknown.join(', ')} (--list tells them)`);
  process.exit(2);
}
const chosen = values.list
  ? []
  : scenarios.filter(({ name }) => values.only.length === 0 || values.only.includes(name));

const ran: Ran[] = [];
const service = chosen.length > 0 ? compiledService() : null;
console.error(`seed ${values.seed}`);
for (const { name, run } of chosen) {
  if (service === null) break;
  console.error(name);
  const result = await run({
    service,
    times: (each) => each[values.release ? 'release' : 'usual'],
    random: randomFrom(Number(values.seed)),
    note: (text) => {
      console.error(`  ${text}`);
    },
  });
  ran.push({ name, result });
  console.log(lineOf(name, result));
  if (isSkipped(result)) continue;
  for (const finding of result.findings) console.log(`  ${finding}`);
  if (!held(result)) process.exitCode = 1;
}

if (ran.length > 0) console.log(`\n${tableOf(ran)}`);
const about = `${values.release ? 'the long form' : 'the usual form'}, seed ${values.seed}`;
if (values.readme) writeReadme(ran, about, beijingDate(new Date()));
