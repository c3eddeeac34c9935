import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { expect } from 'chai';
import { strFromU8, unzipSync } from 'fflate';
import { type RunningApp } from '../support/http.ts';
import { complaint, type TestOffice, testOffice, wholeOutcome } from '../support/office.ts';
import { officeApp, signedIn, type StaffClient } from '../support/staff-client.ts';

/** As many as make a file that no buffer between two sockets holds. */
const MANY = 100_000;

describe('a list of a hundred thousand tickets, exported', function () {
  this.timeout(180_000);
  let office: TestOffice;
  let app: RunningApp;
  let supervisor: StaffClient;
  let numbers: readonly string[];

  before(async () => {
    office = await testOffice();
    app = await officeApp(office);
    supervisor = await signedIn(app, office, 'supervisor');
    const { number } = await office.tickets.file(complaint, 'first');
    numbers = [...(await copies(number)), number];
  });
  after(async () => {
    await app.close();
    await office.close();
  });

  /** The same ticket under other numbers of an earlier day, due on other days. */
  async function copies(number: string): Promise<readonly string[]> {
    const { db } = office.parts;
    const row = (await db.q('tickets').where({ number }).first()) as Record<string, unknown>;
    const made = Array.from({ length: MANY - 1 }, (_, at) => `20261123-${String(100_000 + at)}X`);
    await db.transaction(async () => {
      for (let from = 0; from < made.length; from += 500)
        await db.q('tickets').insert(
          made.slice(from, from + 500).map((other, at) => ({
            ...{ ...row, number: other, query_print: `${other}-print` },
            due_date: `2026-12-${String(1 + ((from + at * 7) % 28)).padStart(2, '0')}`,
          })),
        );
    });
    return made;
  }
  const numbersOf = (csv: string): readonly string[] =>
    csv
      .split('\r\n')
      .slice(1, -1)
      .map((line) => line.slice(1, line.indexOf('"', 1)));
  /** Begins a download without reading it: what is not read cannot all be sent. */
  const begin = async (path: string): Promise<IncomingMessage> => {
    const request = get(app.base + path, { headers: supervisor.headers });
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    await once(response, 'readable');
    return response;
  };
  const restOf = async (response: IncomingMessage): Promise<string> => {
    const parts: Buffer[] = [];
    for await (const part of response) parts.push(part as Buffer);
    return Buffer.concat(parts).toString('utf8');
  };

  it('holds each ticket once, in the order of filing, in both forms', async () => {
    const bytes = await supervisor.bytes('/api/staff/export?format=csv');
    const csv = strFromU8(bytes);
    expect([...bytes.slice(0, 4)]).to.deep.equal([0xef, 0xbb, 0xbf, '"'.charCodeAt(0)]);
    expect(numbersOf(csv)).to.deep.equal(numbers);
    const book = unzipSync(await supervisor.bytes('/api/staff/export?format=xlsx'));
    const sheet = strFromU8(book['xl/worksheets/sheet1.xml']!);
    const rows = [
      ...sheet.matchAll(/<row r="(\d+)"><c r="A\1" s="0" t="inlineStr"><is><t[^>]*>([^<]*)</gu),
    ];
    expect(rows.map(([, , number]) => number)).to.deep.equal(numbers);
    expect(rows.map(([, row]) => Number(row))).to.deep.equal(numbers.map((_, at) => at + 2));
    expect(sheet.endsWith('</row></sheetData></worksheet>')).to.equal(true);
  });

  it('lets others be answered before it is done, and holds what they filed meanwhile', async () => {
    const download = await begin('/api/staff/export?format=csv');
    const filed = await app.post('/api/tickets', complaint, { 'idempotency-key': 'meanwhile' });
    expect(filed.status).to.equal(201);
    const csv = await restOf(download);
    expect(numbersOf(csv).at(-1)).to.equal(filed.json['number']);
    expect(numbersOf(csv)).to.have.length(MANY + 1);
  });

  it('stops being made when nobody reads it any more', async () => {
    const download = await begin('/api/staff/export?format=xlsx');
    download.destroy();
    expect((await supervisor.get('/api/staff/counts')).status).to.equal(200);
  });

  it('prints a letter and packs the proof of a ticket beside all else', async () => {
    const { number } = await office.tickets.file(complaint, 'letter');
    const handler = await signedIn(app, office, 'handler');
    await supervisor.act(number, { action: 'accept' });
    await supervisor.act(number, { action: 'assign', unit: '甲镇' });
    await handler.act(number, { action: 'draft-outcome', outcome: wholeOutcome });
    await supervisor.act(number, { action: 'approve' });
    await supervisor.act(number, { action: 'close' });
    const order: string[] = [];
    const told =
      (what: string) =>
      <T>(value: T): T => {
        order.push(what);
        return value;
      };
    const letter = supervisor.bytes(`/api/staff/tickets/${number}/letter`).then(told('letter'));
    const proof = supervisor.bytes(`/api/staff/tickets/${number}/evidence`).then(told('proof'));
    // The press has not even started when this is asked, and it is answered first.
    await supervisor.get('/api/staff/me').then(told('me'));
    expect(strFromU8((await letter).slice(0, 5))).to.equal('%PDF-');
    expect(Object.keys(unzipSync(await proof))).to.include.members(['letter.pdf', 'chain.jsonl']);
    expect(order[0]).to.equal('me');
  });
});
