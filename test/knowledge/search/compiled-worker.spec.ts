import { expect } from 'chai';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';

// Below node_modules, so that compiled code finds its libraries as it does in dist.
const OUT = join(process.cwd(), 'node_modules/.cache/mingbai/compiled-search');

/** Compiles the rooms that the worker needs, file by file and without checking: types are another test's matter. */
function compile(): void {
  const { options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile('tsconfig.json', (path) => readFileSync(path, 'utf8')).config,
    ts.sys,
    process.cwd(),
  );
  for (const room of ['knowledge/search', 'knowledge/kept']) {
    for (const name of readdirSync(room).filter((file) => file.endsWith('.ts'))) {
      const { outputText } = ts.transpileModule(readFileSync(join(room, name), 'utf8'), {
        compilerOptions: { ...options, module: ts.ModuleKind.ESNext, sourceMap: false },
        fileName: name,
      });
      const file = join(OUT, room, name.replace(/\.ts$/u, '.js'));
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, outputText);
    }
  }
  writeFileSync(join(OUT, 'package.json'), '{"type":"module"}');
}

const PROGRAM = `
const { countClauses, countNow } = await import('./knowledge/search/count-clauses.js');
const cut = (text) => text.match(/.{1,2}/gsu) ?? [];
const clauses = Array.from({ length: 2100 }, (_, at) => ({
  id: 'm' + at, document: '文件' + (at % 7), heading: '第' + at + '条',
  text: '第' + at * 37 + '号事项由' + String.fromCodePoint(0x4e00 + at) + '部门办理',
}));
const plain = ({ table, ...rest }) => JSON.stringify([rest, table.keys.length, [...table.docs], [...table.values]]);
let breaths = 0;
const timer = setInterval(() => (breaths += 1), 1);
const beside = await countClauses(clauses, cut);
clearInterval(timer);
console.log(JSON.stringify({ breaths, same: plain(beside) === plain(countNow(clauses, cut)) }));
`;

describe('The worker that counts a big index, compiled', () => {
  it('counts what counting in line counts, and leaves the event loop free', function () {
    this.timeout(120_000);
    compile();
    try {
      const program = join(OUT, 'count.js');
      writeFileSync(program, PROGRAM);
      const said = execFileSync(process.execPath, [program], { encoding: 'utf8' });
      const { breaths, same } = JSON.parse(said) as { breaths: number; same: boolean };
      expect(same).to.equal(true);
      expect(breaths).to.be.greaterThan(3);
    } finally {
      rmSync(OUT, { recursive: true, force: true });
    }
  });
});
