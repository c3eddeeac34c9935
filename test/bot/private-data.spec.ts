import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { expect } from 'chai';
import { call, startChat } from './support/chat.ts';
import { type RunningService, runService } from './support/small-service.ts';

const PLANTED = {
  phone: '13805357788',
  id: '370602196001011236',
  name: '王秀英秀',
  words: '我男人喝酒打我低保也停了',
};

/** Every file below a folder, database, write-ahead log and logs alike. */
function files(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

describe('What a person says in confidence', function () {
  this.timeout(60_000);
  let folder: string;
  let service: RunningService;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'mingbai-private-'));
    service = await runService({ folder, logging: true });
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('stands in no log and nowhere in plain text on the disk', async () => {
    const chat = await startChat(service);
    const text = `${PLANTED.words}，我叫${PLANTED.name}，电话${PLANTED.phone}，身份证${PLANTED.id}，低保多久能批下来`;
    await chat.say(text);
    const body = JSON.stringify({ question: text });
    expect((await call(service.base, '/api/ask', { method: 'POST', body })).status).to.equal(200);
    await call(service.base, '/api/ask', { method: 'POST', body: `{"question": ["${text}"]}` });
    await fetch(`${service.base}/policy/${encodeURIComponent(PLANTED.name)}`);
    const seen = (): string[] =>
      files(folder).flatMap((file) => {
        const content = readFileSync(file);
        return Object.entries(PLANTED).flatMap(([what, value]) =>
          content.includes(value) ? [`${what} in ${file}`] : [],
        );
      });
    const wal = files(folder).some((file) => file.endsWith('-wal'));
    const whileRunning = seen();
    await service.close();
    expect(wal).to.equal(true);
    expect(whileRunning).to.deep.equal([]);
    expect(seen()).to.deep.equal([]);
    const log = files(folder).find((file) => file.endsWith('.log')) ?? '';
    expect(readFileSync(log, 'utf8')).to.include('enquiry.answered');
  });
});
