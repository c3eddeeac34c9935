import { expect } from 'chai';
import { call } from './support/chat.ts';
import { type BotMessage, Resident } from './support/resident.ts';
import { type RunningService, runService } from './support/service.ts';

const JPEG = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46, 0, 1]);
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]);
const PDF = Buffer.from('%PDF-1.4\n%%EOF');
const large = (bytes: number): Buffer => Buffer.concat([JPEG, Buffer.alloc(bytes)]);

interface Upload {
  readonly name: string;
  readonly bytes: Buffer;
}

const textOf = (messages: readonly BotMessage[]): string =>
  messages.map(({ text }) => text).join('\n');

describe('photos and papers in a complaint', function () {
  this.timeout(180_000);
  let running: RunningService;

  before(async () => {
    running = await runService();
  });
  after(() => running.close());

  /** Sends files as Direct Line's clients do: the activity in a part of its own, each file in another. */
  async function upload(
    resident: Resident,
    files: readonly Upload[],
    { text, id }: { readonly text?: string; readonly id?: string } = {},
  ): Promise<{ status: number; message: string }> {
    const form = new FormData();
    const activity = {
      type: 'message',
      ...(text === undefined ? {} : { text }),
      ...(id === undefined ? {} : { channelData: { clientActivityID: id } }),
    };
    form.append(
      'activity',
      new Blob([JSON.stringify(activity)], { type: 'application/vnd.microsoft.activity' }),
    );
    for (const { name, bytes } of files) form.append('file', new Blob([bytes]), name);
    const response = await fetch(
      `${running.base}/directline/conversations/${resident.conversationId}/upload?userId=me`,
      { method: 'POST', headers: { authorization: `Bearer ${resident.token}` }, body: form },
    );
    const body = (await response.json()) as {
      error?: { message: string; fields?: { message: string }[] };
    };
    return {
      status: response.status,
      message: body.error?.fields?.[0]?.message ?? body.error?.message ?? '',
    };
  }

  const papersOf = async (number: string): Promise<readonly (readonly [string, string])[]> => {
    const { store, papers } = running.service.office.ticketDeps;
    const found = await store.find(number);
    if (found === null) throw new Error(`no ticket ${number}`);
    const kept = await papers.of(found.ticket);
    for (const { id, size } of kept)
      expect((await papers.bytes(found.ticket, id))?.length).to.equal(size);
    return kept.map(({ name, type }) => [name, type] as const).sort();
  };
  const complain = async (resident: Resident): Promise<void> => {
    await resident.say('沙河镇会计扣了我家的低保钱，上个月的事，别写我的名字');
  };
  const handIn = async (resident: Resident, words = '提交'): Promise<string> => {
    const filed = await resident.say(words);
    return (
      filed.find(({ channelData }) => channelData?.ticket)?.channelData?.ticket?.number ?? 'none'
    );
  };

  it('are welcome while it is told, stand in the summary, and are stored with the ticket', async () => {
    const resident = await Resident.arrive(running.base);
    await complain(resident);
    expect((await upload(resident, [{ name: '存折.png', bytes: PNG }])).status).to.equal(200);
    const replies = await resident.read();
    expect(textOf(replies)).to.include('收到1个文件').and.to.include('照片、文件：1个（存折.png）');
    expect(replies.at(-1)?.channelData).to.include({ takesFiles: true });
    await upload(resident, [
      { name: 'IMG_1.JPEG', bytes: JPEG },
      { name: '通知.pdf', bytes: PDF },
    ]);
    expect(textOf(await resident.read())).to.include('照片、文件：3个（');
    const history = textOf(await resident.history());
    expect(history).to.include('［文件］存折.png');
    const number = await handIn(resident);
    expect(await papersOf(number)).to.deep.equal([
      ['IMG_1.jpg', 'image/jpeg'],
      ['存折.png', 'image/png'],
      ['通知.pdf', 'application/pdf'],
    ]);
    const again = await Resident.arrive(running.base);
    await complain(again);
    expect(await papersOf(await handIn(again))).to.deep.equal([]);
  });

  it('may come before the first word, with words, and after the number was given', async () => {
    const resident = await Resident.arrive(running.base);
    await upload(resident, [{ name: 'a.jpg', bytes: JPEG }]);
    expect(textOf(await resident.read())).to.include('先替您留着');
    await upload(resident, [{ name: 'b.jpg', bytes: JPEG }], {
      text: '沙河镇会计扣了我家的低保钱，上个月的事，别写我的名字',
    });
    expect(textOf(await resident.read())).to.include('照片、文件：2个（a.jpg、b.jpg）');
    const filed = await resident.say('提交');
    const ticket = filed.find(({ channelData }) => channelData?.ticket)?.channelData?.ticket;
    const { number = '', queryCode = '' } = ticket ?? {};
    expect(await papersOf(number)).to.have.length(2);
    await resident.say(`查进度 ${number} ${queryCode}`);
    await upload(resident, [{ name: 'c.pdf', bytes: PDF }]);
    expect(textOf(await resident.read())).to.include(`已经放进${number}里`);
    expect(await papersOf(number)).to.have.length(3);
  });

  it('are not lost by a restart, not doubled by a second try, and can be taken back', async () => {
    let resident = await Resident.arrive(running.base);
    await complain(resident);
    const tries = [1, 2].map(() =>
      upload(resident, [{ name: 'a.jpg', bytes: JPEG }], { id: 'same' }),
    );
    expect((await Promise.all(tries)).map(({ status }) => status)).to.deep.equal([200, 200]);
    running = await running.restart();
    resident = resident.at(running.base);
    expect(textOf(await resident.say('改时间'))).to.include('什么时候');
    expect(textOf(await resident.say('今年九月'))).to.include('照片、文件：1个（a.jpg）');
    expect(textOf(await resident.say('照片不要了'))).to.include('照片、文件：没有');
    await upload(resident, [{ name: 'b.jpg', bytes: JPEG }]);
    await resident.read();
    expect(await papersOf(await handIn(resident))).to.deep.equal([['b.jpg', 'image/jpeg']]);
  });

  it('go with a complaint that is given up', async () => {
    const resident = await Resident.arrive(running.base);
    await complain(resident);
    await upload(resident, [{ name: 'a.jpg', bytes: JPEG }]);
    await resident.say('取消');
    expect(textOf(await resident.say('不登记'))).to.include('没有登记');
    await complain(resident);
    expect(await papersOf(await handIn(resident))).to.deep.equal([]);
  });

  for (const [what, files, words] of [
    [
      'a drawing with script',
      [{ name: 'a.svg', bytes: Buffer.from('<svg onload="x"/>') }],
      '只收照片',
    ],
    ['a page', [{ name: 'a.jpg', bytes: Buffer.from('<!doctype html>') }], '只收照片'],
    ['a program', [{ name: 'a.pdf', bytes: Buffer.from('MZ\u0090\u0000') }], '只收照片'],
    ['an empty file', [{ name: 'a.jpg', bytes: Buffer.alloc(0) }], '只收照片'],
    ['a file that is too large', [{ name: 'a.jpg', bytes: large(5 * 1024 * 1024) }], '最多5兆'],
    [
      'too many files',
      Array.from({ length: 11 }, (_, n) => ({ name: `${String(n)}.jpg`, bytes: JPEG })),
      '最多放10个',
    ],
    [
      'too much in all',
      Array.from({ length: 5 }, () => ({ name: 'a.jpg', bytes: large(4.1 * 1024 * 1024) })),
      '一次最多20兆',
    ],
  ] as const)
    it(`refuses ${what} in words, and goes on`, async () => {
      const resident = await Resident.arrive(running.base);
      await complain(resident);
      const { status, message } = await upload(resident, files);
      expect(status).to.equal(422);
      expect(message).to.include(words);
      expect(await papersOf(await handIn(resident))).to.deep.equal([]);
    });

  it('refuses one more than a matter may have, and keeps the others', async () => {
    const resident = await Resident.arrive(running.base);
    await complain(resident);
    const ten = Array.from({ length: 10 }, (_, n) => ({ name: `${String(n)}.jpg`, bytes: JPEG }));
    expect((await upload(resident, ten)).status).to.equal(200);
    expect((await upload(resident, ten.slice(0, 1))).message).to.include('最多放10个');
    expect(await papersOf(await handIn(resident))).to.have.length(10);
  });

  it('takes nothing without the token of the conversation, and nothing in an ordinary message', async () => {
    const [one, other] = [await Resident.arrive(running.base), await Resident.arrive(running.base)];
    const form = new FormData();
    form.append('file', new Blob([JPEG]), 'a.jpg');
    const path = `${running.base}/directline/conversations/${one.conversationId}/upload`;
    for (const [token, status] of [
      ['x', 401],
      [other.token, 403],
    ] as const) {
      const headers = { authorization: `Bearer ${token}` };
      const answered = await fetch(path, { method: 'POST', headers, body: form });
      expect(answered.status).to.equal(status);
    }
    const attachments = [{ contentType: 'image/png', contentUrl: 'data:image/png;base64,AA==' }];
    const { status } = await call(
      running.base,
      `/directline/conversations/${one.conversationId}/activities`,
      {
        method: 'POST',
        token: one.token,
        body: JSON.stringify({ type: 'message', text: '看', attachments }),
      },
    );
    expect(status).to.equal(422);
  });

  it('come with a ticket over the interface: all of it or nothing', async () => {
    const body = { kind: '投诉', text: '窗口不收我的低保材料' };
    const file = (content: Buffer) => ({ name: '单据.png', content: content.toString('base64') });
    const filed = await call(running.base, '/api/tickets', {
      method: 'POST',
      body: JSON.stringify({ ...body, attachments: [file(PNG), file(PDF)] }),
    });
    expect(filed.status).to.equal(201);
    expect(await papersOf(String(filed.body['number']))).to.deep.equal([
      ['单据.pdf', 'application/pdf'],
      ['单据.png', 'image/png'],
    ]);
    const before = await running.service.office.ticketDeps.store.count({}, 1000);
    const refused = await call(running.base, '/api/tickets', {
      method: 'POST',
      body: JSON.stringify({ ...body, attachments: [file(PNG), file(Buffer.from('<svg/>'))] }),
    });
    expect(refused.status).to.equal(422);
    expect(JSON.stringify(refused.body)).to.include('只收照片');
    expect(await running.service.office.ticketDeps.store.count({}, 1000)).to.equal(before);
  });
});
