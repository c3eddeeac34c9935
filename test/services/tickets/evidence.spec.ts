import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { strFromU8, unzipSync } from 'fflate';
import { type CommandInput } from '../../../services/tickets/tickets.ts';
import { type StaffMember } from '../../../services/staff/role.ts';
import { complaint, member, type TestOffice, testOffice, wholeOutcome } from '../support/office.ts';

const operator = member('operator');
const supervisor = member('supervisor');
const handler = member('handler');

describe('what leaves the office', () => {
  let office: TestOffice;
  let folder: string;
  beforeEach(async () => {
    office = await testOffice();
    folder = mkdtempSync(join(tmpdir(), 'mingbai-test-'));
  });
  afterEach(async () => {
    await office.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function act(staff: StaffMember, number: string, command: CommandInput): Promise<void> {
    const { version } = await office.tickets.view(staff, number);
    const result = await office.tickets.act(staff, number, command, version);
    expect(result.ok || result.missing).to.equal(true);
  }
  async function closed(key: string): Promise<{ number: string; queryCode: string }> {
    const filed = await office.tickets.file(complaint, key);
    const { number } = filed;
    await act(operator, number, { action: 'accept' });
    await act(supervisor, number, { action: 'assign', unit: '甲镇', handler: handler.id });
    await act(handler, number, { action: 'draft-outcome', outcome: wholeOutcome });
    await act(supervisor, number, { action: 'approve' });
    await act(supervisor, number, { action: 'close' });
    return filed;
  }
  function unpacked(zip: Uint8Array): Record<string, Uint8Array> {
    const files = unzipSync(zip);
    for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes);
    return files;
  }
  const verify = (): { status: number | null; out: string } => {
    const args = [
      'audit-verify.mjs',
      'chain.jsonl',
      '--checkpoint',
      'checkpoint.json',
      '--public-key',
      'audit-public.pem',
      '--events',
      'events.json',
    ];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, {
      cwd: folder,
      encoding: 'utf8',
    });
    return { status, out: stdout + stderr };
  };

  it('proves one ticket to an auditor who has nothing but the export', async () => {
    await office.tickets.file({ ...complaint, text: '另一件与此无关的事' }, 'other');
    const { number } = await closed('k1');
    await office.outbox.deliver();
    const files = unpacked(await office.evidence.export(supervisor, number));
    expect(Object.keys(files)).to.have.members([
      'README.txt',
      'attachments.json',
      'audit-public.pem',
      'audit-verify.mjs',
      'chain.jsonl',
      'checkpoint.json',
      'events.json',
      'letter.pdf',
      'notices.json',
      'ticket.json',
    ]);
    expect(verify()).to.deep.include({ status: 0 });
    expect(verify().out).to.include('steps of the ticket agree with the chain');
    const all = Object.entries(files)
      .filter(([name]) => !name.endsWith('.pdf'))
      .map(([, bytes]) => strFromU8(bytes))
      .join('');
    expect(all).not.to.include('13805350001').and.not.to.include('王秀英');
    expect(all).not.to.include('与此无关');
  });

  for (const [what, bend] of [
    ['a word of a step', (text: string) => text.replace('甲镇', '乙镇')],
    ['a step left out', (text: string) => JSON.stringify((JSON.parse(text) as unknown[]).slice(1))],
  ] as const)
    it(`lets an auditor find ${what} changed`, async () => {
      const { number } = await closed('k1');
      const files = unpacked(await office.evidence.export(supervisor, number));
      writeFileSync(join(folder, 'events.json'), bend(strFromU8(files['events.json']!)));
      expect(verify()).to.deep.include({ status: 1 });
    });

  it('prints the outcome as a letter with the characters it needs and no others', async () => {
    const { number } = await closed('k1');
    const pdf = await office.evidence.letter(operator, number);
    expect(Buffer.from(pdf.subarray(0, 5)).toString()).to.equal('%PDF-');
    expect(pdf.length).to.be.lessThan(200_000);
    expect(Buffer.from(pdf).toString('latin1')).to.match(/FontFile[23]?/);
    writeFileSync(join(folder, 'letter.pdf'), pdf);
    const text = ((): string | null => {
      try {
        return execFileSync('pdftotext', [join(folder, 'letter.pdf'), '-'], {
          encoding: 'utf8',
          stdio: ['ignore', 'pipe', 'ignore'],
        });
      } catch {
        return null;
      }
    })();
    if (text !== null) expect(text).to.include('办理结果告知书').and.include('第二十二条');
  });

  it('has no letter before there is an outcome', async () => {
    const { number } = await office.tickets.file(complaint, 'k2');
    const refused = await office.evidence
      .letter(operator, number)
      .catch((thrown: unknown) => thrown);
    expect(refused).to.have.property('code', 'transition.refused');
  });

  it('counts the three rates with what they are a share of', async () => {
    const one = await closed('k1');
    await closed('k2');
    await office.tickets.file(complaint, 'k3');
    await office.tickets.receipt(one.number, one.queryCode);
    await office.tickets.rate(one.number, one.queryCode, {
      treatment: 5,
      outcome: 2,
      comment: null,
    });
    const { units, categories } = await office.statistics.read(supervisor, {
      from: '2026-11-01',
      to: '2026-11-30',
    });
    const unit = units.find((line) => line.unit === '甲镇');
    expect(unit).to.deep.include({
      filed: 2,
      response: { count: 2, of: 2 },
      closedInTime: { count: 2, of: 2 },
      told: { count: 1, of: 2 },
      resolved: { count: 0, of: 1 },
      satisfied: { count: 1, of: 1 },
      notReached: { count: 1, of: 2 },
    });
    expect(units.find((line) => line.unit === null)).to.deep.include({
      filed: 1,
      response: { count: 0, of: 0 },
    });
    expect(categories).to.deep.equal([
      { category: null, kind: '投诉', district: '芝罘区', count: 3 },
    ]);
    const denied = await office.statistics
      .read(handler, { from: '2026-11-01', to: '2026-11-30' })
      .catch((e: unknown) => e);
    expect(denied).to.have.property('code', 'access.denied');
  });
});
