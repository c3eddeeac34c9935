import { expect } from 'chai';
import {
  getPage,
  postForm,
  type RunningService,
  runService,
  textOf,
  valueOf,
} from './support/service.ts';

const EVIL = `<img src=x onerror="alert(1)"></textarea><script>alert(2)</script>'"`;

describe('the pages without script', function () {
  this.timeout(120_000);
  let service: RunningService;
  before(async () => {
    service = await runService();
  });
  after(() => service.close());

  const get = (path: string) => getPage(service.base, path);
  const post = (path: string, fields: Record<string, string> | FormData, headers = {}) =>
    postForm(service.base, path, fields, headers);

  const pages: [string, string][] = [
    ['/', '您遇到了什么难处？'],
    ['/?embed=1', '有难处，问明白'],
    ['/?utm_source=qr', '有难处，问明白'],
    ['/policy', '收录得全不全'],
    ['/policy?q=公示', '有关的规定'],
    ['/policy?q=%3Cscript%3E', '没有找到'],
    ['/policy?programme=低保', '大家常问'],
    ['/policy?programme=没有的', '按难处找'],
    ['/policy/mzf-2021-57', '下面是我们按条整理的要点，不是文件原文'],
    ['/standards', '全部地方'],
    ['/standards?district=芝罘&asOf=2026-11-26', '芝罘区，2026年11月26日'],
    ['/standards?district=火星区', '没有认出这个区市'],
    ['/standards?asOf=2026-02-30', '日期要写成'],
    ['/standards?asOf=1999-01-01', '还没有核到'],
    ['/help?district=芝罘区', '有生命危险，马上打'],
    ['/statistics', '公开的办理数字'],
    ['/complaint', '您的个人信息怎么用'],
    ['/progress?number=20261126-00001-7', 'value="20261126-00001-7"'],
  ];
  for (const [path, said] of pages)
    it(`show ${path}`, async () => {
      const { status, headers, html } = await get(encodeURI(decodeURI(path)));
      expect(status).to.equal(200);
      expect(html).to.include(said);
      expect(headers.get('content-security-policy')).to.include("script-src 'self'");
      expect(html).not.to.match(/<script(?![^>]*(src=|application\/json))|\son\w+=|javascript:/u);
    });

  it('say with a page that there is nothing', async () => {
    const { status, html } = await get('/policy/no-such-document');
    expect(status).to.equal(404);
    expect(html).to.include('没有找到这一页');
  });

  it('give every article its own place, whether it counts today, and where the original is', async () => {
    const { html } = await get('/policy/mzf-2021-57');
    expect(html).to.include('id="22"').and.to.include('第二十二条');
    expect(textOf(html)).to.include('现在有效').and.to.include('原文公布在');
    expect(html).to.include('要点（整理，非原文）').and.not.to.include('<q>');
  });

  it('show of one figure the amount of the nearest place only', async () => {
    const { html } = await get(
      `/standards?district=${encodeURIComponent('芝罘区')}&asOf=2026-11-26`,
    );
    const rows = html.split('<tr>').filter((row) => row.includes('（三级、四级）'));
    expect(rows).to.have.length(1);
    expect(rows[0]).to.include('<strong>170</strong>');
  });

  it('answer a question with its clause, for the district that was chosen', async () => {
    const { status, html } = await post('/ask', {
      question: '低保多久能批下来',
      district: '芝罘区',
    });
    expect(status).to.equal(200);
    expect(textOf(html)).to.include('30个工作日').and.to.include('在芝罘区适用的规定');
    expect(html).to.match(/href="\/policy\/mzf-2021-57#22"/u);
  });

  it('ask again for an empty question, and give back one that is too long with the reason', async () => {
    expect((await post('/ask', { question: '  ' })).html).to.include('您想问什么？');
    const long = await post('/ask', { question: '字'.repeat(1500) });
    expect(long.status).to.equal(413);
    expect(long.html).to.include('字'.repeat(1500)).and.to.include('请分几次说');
  });

  it('never run what somebody typed', async () => {
    const asked = await post('/ask', { question: EVIL });
    const complained = await post('/complaint', { kind: EVIL, text: EVIL, town: EVIL, key: EVIL });
    const searched = await get(`/policy?q=${encodeURIComponent(EVIL)}`);
    const looked = await post('/progress', { number: EVIL, code: EVIL });
    for (const { html } of [asked, complained, searched, looked]) {
      expect(html).not.to.include('<img src=x');
      expect(html).not.to.include('<script>alert');
    }
  });

  it('take a form only from a page of their own', async () => {
    const fields = { question: '低保是什么' };
    const foreign = [
      { origin: 'https://elsewhere.example' },
      { 'sec-fetch-site': 'cross-site' },
      { origin: 'null' },
    ];
    for (const headers of foreign)
      for (const path of ['/ask', '/progress'])
        expect((await post(path, path === '/ask' ? fields : {}, headers)).status).to.equal(403);
  });

  describe('a complaint', () => {
    const whole = {
      kind: '投诉',
      text: '九月初交了低保材料，到现在没有消息。',
      programme: '低保',
      district: '芝罘区',
      town: '毓璜顶街道',
      incidentDate: '2026-09-03',
      privacy: 'confidential',
      name: '王秀英',
      phone: '13805350001',
      consent: 'yes',
    };
    const freshKey = async (): Promise<string> => valueOf((await get('/complaint')).html, 'key');

    const wrong: [string, Partial<typeof whole>, string][] = [
      ['nothing written', { text: '   ' }, '请把事情写下来'],
      ['far too much written', { text: '字'.repeat(2001) }, '最多2000个字'],
      ['no kind', { kind: '' }, '请选一样您要做的事'],
      ['a kind that is none', { kind: '表扬' }, '请选一样您要做的事'],
      ['a programme that is none', { programme: '彩票' }, '没有这个救助项目'],
      ['a district that is none', { district: '火星区' }, '没有认出这个区市'],
      ['a town that is too long', { town: '镇'.repeat(41) }, '最多40个字'],
      ['a date that is none', { incidentDate: '昨天' }, '日期看着不对'],
      ['a phone that is none', { phone: '不告诉你' }, '电话号码看着不对'],
      ['a name that is too long', { name: '王'.repeat(31) }, '名字太长了'],
      ['no choice of privacy', { privacy: 'x' }, '请选要不要保密'],
      ['contact without a yes', { consent: '' }, '请看一下说明并打勾'],
    ];
    for (const [what, change, said] of wrong)
      it(`comes back for ${what}, with everything that was typed`, async () => {
        const fields = { ...whole, ...change, key: await freshKey() };
        const { status, html } = await post('/complaint', fields);
        expect(status).to.equal(422);
        expect(html).to.include(said).and.to.include('role="alert"');
        expect(html).to.match(/class="(field |choice )?wrong"/u);
        for (const name of ['town', 'phone', 'name', 'incidentDate', 'key'] as const)
          expect(valueOf(html, name), name).to.equal(fields[name]);
        expect(html).to.include(fields.text.trim());
      });

    it('is filed once, however often it is sent', async () => {
      const fields = { ...whole, key: await freshKey() };
      const first = await post('/complaint', fields);
      expect(first.status).to.equal(201);
      const number = valueOf(first.html, 'number');
      const code = valueOf(first.html, 'code');
      expect(number).to.match(/^\d{8}-\d{5}/u);
      expect(code).to.match(/^[\dA-Z-]{8,}$/u);
      expect(textOf(first.html)).to.include('最晚哪天答复您').and.to.include('工作日');
      expect(first.headers.get('cache-control')).to.equal('no-store');
      const again = await post('/complaint', { ...fields, again: 'yes' });
      expect([valueOf(again.html, 'number'), valueOf(again.html, 'code')]).to.deep.equal([
        number,
        code,
      ]);
    });

    it('that is much like an earlier one is asked about first', async () => {
      const likely = await post('/complaint', { ...whole, key: await freshKey() });
      expect(likely.html).to.include('您好像已经反映过一件很像的事').and.to.include('还是要提交');
      const sure = { ...whole, key: valueOf(likely.html, 'key'), again: 'yes' };
      expect((await post('/complaint', sure)).status).to.equal(201);
    });

    it('changed after sending is another one, and asks for one more press', async () => {
      const key = await freshKey();
      const one = { ...whole, phone: '', name: '', text: '发钱那天存折上没有钱。', key };
      expect((await post('/complaint', one)).status).to.equal(201);
      const changed = await post('/complaint', { ...one, text: '发钱那天少了一百元。' });
      expect(changed.status).to.equal(409);
      expect(changed.html).to.include('改动后的还没有提交').and.to.include('少了一百元');
      expect(valueOf(changed.html, 'key')).not.to.equal(key);
    });

    const withFiles = (fields: object, files: readonly [name: string, bytes: Buffer][]) => {
      const form = new FormData();
      for (const [name, value] of Object.entries(fields)) form.append(name, String(value));
      for (const [name, bytes] of files) form.append('files', new Blob([bytes]), name);
      // As a browser sends a field in which nothing was chosen.
      if (files.length === 0) form.append('files', new Blob([]), '');
      return form;
    };
    const photo: [string, Buffer] = ['窗口.jpg', Buffer.from([0xff, 0xd8, 0xff, 0xe0])];
    const alone = { ...whole, name: '', phone: '' };

    it('takes photos and papers in the same step, and says how many', async () => {
      const text = '窗口把材料退了回来，不说为什么。';
      const form = withFiles({ ...alone, text, key: await freshKey() }, [photo, photo]);
      const { status, html } = await post('/complaint', form);
      expect(status).to.equal(201);
      expect(textOf(html)).to.include('照片和文件2个，已经一起收下');
      const look = { number: valueOf(html, 'number'), code: valueOf(html, 'code') };
      expect(textOf((await post('/progress', look)).html).split('补充了')).to.have.length(3);
      const none = withFiles({ ...alone, text: '没有照片的事。', key: await freshKey() }, []);
      expect((await post('/complaint', none)).status).to.equal(201);
    });

    it('comes back for a file that is none of these, and says that files must be chosen again', async () => {
      const text = '窗口把材料扔在地上。';
      const evil: [string, Buffer] = ['a.jpg', Buffer.from('<svg onload="alert(1)"/>')];
      const form = withFiles({ ...alone, text, key: await freshKey() }, [photo, evil]);
      const { status, html } = await post('/complaint', form);
      expect(status).to.equal(422);
      expect(html).to.include('只收照片').and.to.include('href="#files"').and.to.include(text);
      const wrong = withFiles({ ...alone, text: '', key: await freshKey() }, [photo]);
      expect((await post('/complaint', wrong)).html).to.include('请再选一次');
    });

    it('records which notice the person had before them, and shows a newer one first', async () => {
      const { html: form } = await get('/complaint');
      const notice = valueOf(form, 'notice');
      const fields = { ...whole, phone: '13805350077', key: valueOf(form, 'key') };
      const old = await post('/complaint', { ...fields, notice: '2020-01-01' });
      expect(old.status).to.equal(422);
      expect(old.html).to.include('这份说明刚更新过').and.to.include(`value="${notice}"`);
      const filed = await post('/complaint', { ...fields, notice, again: 'yes' });
      const number = valueOf(filed.html, 'number');
      const lines: string[] = [];
      for await (const line of service.office.audit.proofLines('ticket', number)) lines.push(line);
      const consents = lines.filter((line) => line.includes('"consent"'));
      expect(consents).to.have.length(1);
      expect(consents[0])
        .to.include(notice)
        .and.to.match(/personalData\W*1/u);
    });

    it('can be followed with number and code, which stand in no address', async () => {
      const filed = await post('/complaint', {
        ...{ kind: '建议', text: '窗口能不能中午也开。', privacy: 'anonymous' },
        key: await freshKey(),
      });
      const look = { number: valueOf(filed.html, 'number'), code: valueOf(filed.html, 'code') };
      const { status, html, headers } = await post('/progress', look);
      expect(status).to.equal(200);
      expect(textOf(html)).to.include('待受理').and.to.include('收到您的建议');
      expect(headers.get('cache-control')).to.equal('no-store');
      expect(html).not.to.match(new RegExp(`(href|action)="[^"]*${look.code}`, 'u'));
      const wrongCode = await post('/progress', { ...look, code: 'AAAA-AAAA' });
      const unknown = await post('/progress', { number: '20200101-00001-0', code: look.code });
      expect([wrongCode.status, unknown.status]).to.deep.equal([404, 404]);
      expect(problemsIn(wrongCode.html)).to.equal(problemsIn(unknown.html));
      const early = await post('/progress/rating', { ...look, treatment: '5', outcome: '5' });
      expect(early.status).to.equal(422);
      expect(textOf(early.html)).to.include('现在这个状态不能做这一步');
      const none = await post('/progress/rating', { ...look, treatment: '9', outcome: '' });
      expect(textOf(none.html)).to.include('请按1到5打分');
      expect(textOf((await post('/progress/reopen', { ...look, reason: ' ' })).html)).to.include(
        '请写明原因',
      );
    });
  });
});

function problemsIn(html: string): string {
  return textOf(/<div[^>]*id="problems"[\s\S]*?<\/div>/u.exec(html)?.[0] ?? '');
}
