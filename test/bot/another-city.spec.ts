import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { type OwnProcess, startProcess } from './support/own-process.ts';

const SHIPPED = fileURLToPath(new URL('../../knowledge/content', import.meta.url));
/** The city of the shipped content and one of its districts, and what another city puts in their place. */
const NAMES = [
  ['烟台', '临川'],
  ['芝罘', '文昌'],
] as const;

/** The shipped content as another city would write it: its names everywhere, nothing else changed. */
function contentOfAnotherCity(): string {
  const dir = mkdtempSync(join(tmpdir(), 'mingbai-city-'));
  cpSync(SHIPPED, dir, { recursive: true });
  for (const name of readdirSync(dir, { recursive: true, encoding: 'utf8' }))
    if (/\.(?:yaml|csv|md|txt)$/u.test(name)) {
      const file = join(dir, name);
      const text = NAMES.reduce(
        (so, [from, to]) => so.replaceAll(from, to),
        readFileSync(file, 'utf8'),
      );
      writeFileSync(file, text);
    }
  return dir;
}

describe('Another city', function () {
  this.timeout(120_000);

  let dir: string;
  // In a process of its own: the segmenter has one dictionary in each.
  let service: OwnProcess;
  before(async () => {
    dir = contentOfAnotherCity();
    service = await startProcess({ CONTENT_DIR: dir, PLACE: '临川市', RATE_LIMITS: 'off' });
  });
  after(() => {
    service.clear();
    rmSync(dir, { recursive: true, force: true });
  });

  const read = async (path: string, init?: RequestInit): Promise<string> => {
    const response = await fetch(`${service.base}${path}`, init);
    expect(response.status, path).to.equal(200);
    return response.text();
  };
  const ask = (question: string, district: string | null): Promise<string> =>
    read('/api/ask', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ question, district }),
    });

  for (const question of [
    '低保多久能批下来',
    '俺们这低保一个月多少钱',
    '青岛的低保标准是多少',
    '户口不在临川能不能申请低保',
    '你是谁',
  ])
    it(`takes the service over with its content alone: “${question}” speaks of its own place only`, async () => {
      const answer = await ask(question, null);
      expect(answer).to.not.match(/烟台|芝罘/u);
    });

  it('knows its own districts, and no more those of the shipped content', async () => {
    expect(JSON.parse(await ask('低保多少钱', '文昌'))).to.have.property('district', '文昌区');
    const refused = await fetch(`${service.base}/api/ask`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ question: '低保多少钱', district: '芝罘区' }),
    });
    expect(refused.status).to.equal(422);
  });

  for (const path of ['/policy', '/standards', '/help', '/complaint'])
    it(`shows its own name at ${path}`, async () => {
      const page = await read(path);
      expect(page).to.not.match(/烟台|芝罘/u);
      expect(page).to.match(/临川|文昌/u);
    });

  it('names no other place at /progress, where none is named', async () => {
    expect(await read('/progress')).to.not.match(/烟台|芝罘/u);
  });
});
