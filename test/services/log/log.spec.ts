import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { expect } from 'chai';
import { AppError } from '../../../services/errors.ts';
import { type Facts } from '../../../services/log/facts.ts';
import { Gathered } from '../../../services/log/gathered.ts';
import { type Log, createLog } from '../../../services/log/log.ts';

const PLANTED = ['王秀英', '13812345678', '370602195001011236', '低保怎么申请', '幸福里3号楼'];

describe('The operational log', () => {
  let folder: string;
  let now = new Date('2026-11-24T02:00:00Z');
  const clock = { now: () => now };
  const open = (retentionDays = 184): Log =>
    createLog({ level: 'info', dir: folder, retentionDays, stdout: false }, clock);
  const lines = (day = '2026-11-24'): Record<string, unknown>[] =>
    readFileSync(join(folder, `mingbai-${day}.log`), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);

  beforeEach(() => {
    now = new Date('2026-11-24T02:00:00Z');
    folder = mkdtempSync(join(tmpdir(), 'mingbai-log-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('writes one JSON line an event, with the time in Beijing and the facts of its child', async () => {
    const log = open();
    log
      .child({ requestId: 'r1' })
      .info('enquiry.answered', { ms: 1.23456, steps: { retrieve: 0.5 } });
    await log.close();
    expect(lines()).to.deep.equal([
      {
        level: 'info',
        message: 'enquiry.answered',
        time: '2026-11-24T10:00:00.000+08:00',
        requestId: 'r1',
        ms: 1.235,
        steps: { retrieve: 0.5 },
      },
    ]);
  });

  it('lets nothing through that a person said, in whatever it is wrapped', async () => {
    const log = open();
    const [name = '', phone = '', id = '', question = '', address = ''] = PLANTED;
    const failed = new Error(`no such person ${name} ${id}`, { cause: new Error(question) });
    const smuggled = { question, name, text: address, body: { phone }, message: question } as Facts;
    log.info('enquiry.answered', smuggled);
    log.info(question);
    log.info('http.done', { route: `/api/tickets/${phone}`, code: id });
    log.error('http.failed', { error: failed });
    log.error('http.failed', { error: new AppError('internal', `for ${id}`, { cause: failed }) });
    log.error('http.failed', { error: `${name} ${phone}` });
    log.error('http.failed', {
      error: Object.assign(new SyntaxError(question), { body: question }),
    });
    log.child(smuggled).warn('http.done', { steps: { [question]: question } as never });
    await log.close();
    const written = readFileSync(join(folder, 'mingbai-2026-11-24.log'), 'utf8');
    expect(lines()).to.have.length(8);
    for (const planted of PLANTED.filter((value) => value !== question))
      expect(written).not.to.include(planted);
    expect(written).not.to.include('怎么申请');
  });

  it('keeps the kind, the code and the place of an error', async () => {
    const log = open();
    log.error('http.failed', { error: new AppError('storage.full', 'driver code SQLITE_FULL') });
    await log.close();
    const { error } = lines()[0] as {
      error: { name: string; code: string; message: string; frames: string[] };
    };
    expect(error).to.include({
      name: 'AppError',
      code: 'storage.full',
      message: 'driver code SQLITE_FULL',
    });
    expect(error.frames[0]).to.match(/^at .*log\.spec\.ts:\d+:\d+/);
  });

  it('begins a file each day in Beijing and removes those older than the retention', async () => {
    for (const day of ['21', '22', '23'])
      writeFileSync(join(folder, `mingbai-2026-11-${day}.log`), '');
    writeFileSync(join(folder, 'other.log'), '');
    const log = open(2);
    log.info('start.done');
    now = new Date('2026-11-24T16:00:00Z');
    log.info('start.done');
    await log.close();
    expect(lines('2026-11-25')).to.have.length(1);
    expect(readdirSync(folder).sort()).to.deep.equal([
      'mingbai-2026-11-23.log',
      'mingbai-2026-11-24.log',
      'mingbai-2026-11-25.log',
      'other.log',
    ]);
  });

  it('keeps as many days as were to be kept when the clock leaps', async () => {
    for (const day of ['22', '23']) writeFileSync(join(folder, `mingbai-2026-11-${day}.log`), '');
    const log = open(2);
    log.info('start.done');
    now = new Date('2027-12-31T16:00:00Z');
    log.info('start.done');
    await log.close();
    expect(readdirSync(folder).sort()).to.deep.equal([
      'mingbai-2026-11-23.log',
      'mingbai-2026-11-24.log',
      'mingbai-2028-01-01.log',
    ]);
  });

  it('has written every line when it is closed, even if the process then exits at once', () => {
    const program = `
      import { createLog } from './services/log/log.ts';
      const log = createLog({ level: 'info', dir: process.argv[1], retentionDays: 184, stdout: true }, { now: () => new Date(0) });
      for (let n = 0; n < 5000; n += 1) log.info('start.done', { count: n });
      await log.close();
      process.exit(1);`;
    const { status, stdout } = spawnSync(
      process.execPath,
      ['--import', 'tsx', '--input-type=module', '-e', program, folder],
      { encoding: 'utf8' },
    );
    expect(status).to.equal(1);
    expect(lines('1970-01-01')).to.have.length(5000);
    expect(stdout).to.equal(readFileSync(join(folder, 'mingbai-1970-01-01.log'), 'utf8'));
  });

  it('is closed although nobody reads what it says', async () => {
    const taken: (() => void)[] = [];
    const deaf = new Writable({ write: (_chunk, _encoding, done) => void taken.push(done) });
    const gathered = new Gathered(deaf);
    gathered.end('start.done\n');
    await once(gathered, 'finish');
    // The reader wakes up too late; nothing may come of it.
    for (const done of taken) done();
  });

  it('writes no line twice over and none that forges another', async () => {
    const log = open();
    log.info('http.done', { route: 'a"}\n{"level":"error"' });
    await log.close();
    expect(lines()).to.have.length(1);
  });
});
