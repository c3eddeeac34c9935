import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { type Browser, type Locator, type Page } from 'playwright-core';
import { type Suggestion } from '../../services/desk/assist.ts';
import { type CallScript, readCallScripts } from '../../scripts/hotline/call-script.ts';
import { exchange, playCall, type SendEvent } from '../../scripts/hotline/exchange.ts';
import { Resident } from '../bot/support/resident.ts';
import { arriveAs, type Arrived } from './support/arrive.ts';
import { hasChromium, openBrowser, violations } from './support/browser.ts';
import { type RunningService, runService } from './support/service.ts';

const SECRET = 'shared with the exchange: for the tests only';
const scripts = readCallScripts('test/cases/calls/ten-calls.yaml');
/** As fast as it goes: what is tested does not depend on pauses. */
const FAST = 1000;
const CALLS_OF_A_SHIFT = 60;

/** Whether the desk has what the script expects; null expects nothing. */
function isRight(
  { expect: { outcome, programme, aspect, district } }: CallScript,
  answer: Suggestion['answer'],
  heard: string | null,
): boolean {
  const same = (wanted: string | null, found: string | null | undefined): boolean =>
    wanted === null || wanted === found;
  return (
    [outcome].flat().includes(answer?.outcome ?? '') &&
    same(programme, answer?.programme) &&
    same(aspect, answer?.aspect) &&
    same(district, heard)
  );
}

/** Bounded: what never comes ends the test that waits for it, and takes no time from the others. */
async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + 60_000;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`never came true: ${String(holds)}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe('the desk page', function () {
  this.timeout(300_000);
  if (!hasChromium()) {
    it('is not tested here: no Chromium');
    return;
  }
  let service: RunningService;
  let browser: Browser;
  let send: SendEvent;
  let one: Arrived;
  let page: Page;
  const complaints: string[] = [];

  const arrive = (role: 'operator' | 'supervisor' | 'editor', path = '/desk'): Promise<Arrived> =>
    arriveAs(
      role,
      { path },
      { browser, complaints, base: service.base, staff: service.office.staff },
    );

  before(async () => {
    [service, browser] = await Promise.all([runService({ HOTLINE_SECRET: SECRET }), openBrowser()]);
    send = exchange(service.base, SECRET);
    one = await arrive('operator');
    page = one.page;
    await page.getByText('现在没有通话').waitFor();
  });
  after(async () => {
    await browser.close();
    await service.close();
  });
  afterEach(() => {
    expect(complaints.splice(0)).to.deep.equal([]);
  });

  const script = (id: string): CallScript => {
    const found = scripts.find((each) => each.id === id);
    if (!found) throw new Error(`no script ${id}`);
    return found;
  };
  /** A scripted call up to its last sentence; it goes on until it is hung up. Nobody has it yet. */
  async function play(which: CallScript): Promise<string> {
    const callId = `${which.id}-${randomUUID().slice(0, 8)}`;
    await playCall(send, which, { callId, speed: FAST, without: ['answered', 'ended'] });
    return callId;
  }
  /** Plays a call and takes it with the key for it. */
  async function answered(which: CallScript): Promise<string> {
    const callId = await play(which);
    await page.locator('.calls .rings').waitFor();
    await pressUntil(page.locator('.spoken'), 'F2');
    return callId;
  }
  /** Pressed again where the page was not ready yet, as anybody would; within the bounds of `until`. */
  const pressUntil = (seen: Locator, ...keys: string[]): Promise<void> =>
    until(async () => {
      await press(...keys);
      return seen.waitFor({ timeout: 5_000 }).then(
        () => true,
        () => false,
      );
    });
  const hangUp = async (callId: string): Promise<void> => {
    const event = { callId, type: 'ended', at: new Date().toISOString() } as const;
    expect((await send(event)).status).to.equal(200);
  };
  const press = (...keys: string[]): Promise<void> =>
    keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve());
  const read = <T>(path: string): Promise<T> =>
    page.evaluate(async (address) => await (await fetch(address)).json(), path) as Promise<T>;
  /** Ends the call that is open on the page, by keyboard; then the page shows what it shows without one. */
  async function wrapUp(callId: string, then = page.getByText('现在没有通话')): Promise<void> {
    await hangUp(callId);
    // The summary is drafted by the server: it may be sent once it is there.
    await until(async () => (await page.locator('#summary').inputValue()).trim() !== '');
    await pressUntil(then, 'F7', 'Control+Enter');
  }

  it('has the right answer at the last sentence of at least nine calls of ten', async () => {
    const right: string[] = [];
    const wrong: string[] = [];
    for (const which of scripts) {
      const callId = await answered(which);
      const last = which.lines.findLast(({ text }) => text !== undefined)?.text ?? '';
      await page.locator('.log').getByText(last).waitFor();
      const { answer, heard } = await read<Suggestion>(
        `/api/staff/desk/calls/${callId}/suggestion`,
      );
      // What stands on the page is what the desk suggests.
      await page
        .locator('.spoken')
        .filter({ hasText: answer?.spoken ?? '无' })
        .waitFor();
      (isRight(which, answer, heard.district) ? right : wrong).push(which.id);
      await wrapUp(callId);
    }
    process.stdout.write(`      right: ${String(right.length)} of ${String(scripts.length)}\n`);
    expect(right.length, `wrong: ${wrong.join(' ')}`).to.be.at.least(9);
  });

  it('makes a ticket with the right fields of a complaint, by keyboard, in a few strokes', async () => {
    const callId = await answered(script('stopped'));
    await page.getByText('像是投诉举报').waitFor();
    await page.locator('.form .heard').first().waitFor();
    // A suggested category says why.
    await page.locator('.form').getByText('因为听到').waitFor();
    const began = performance.now();
    const strokes = ['F6', 'Control+Enter'];
    await press(...strokes);
    await page.locator('.receipt').waitFor();
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    process.stdout.write(`      to the ticket: ${String(strokes.length)} strokes, ${seconds} s\n`);
    const number = (await page.locator('.receipt dd').first().textContent()) ?? '';
    const ticket = await read<Record<string, unknown>>(`/api/staff/tickets/${number}`);
    expect(ticket).to.include({
      ...{ kind: '投诉', category: '停发未告知', programme: '低保' },
      ...{ district: '招远市', town: '玲珑镇', firstOwner: one.id },
    });
    expect(await violations(page)).to.deep.equal([]);
    // What is said at the end of every such call is at hand, with number and day in it.
    await page.locator('.canned').getByText('立单告知').waitFor();
    await press('F9');
    await page.locator('.canned button:focus').filter({ hasText: '立单告知' }).waitFor();
    await press('Enter');
    await until(async () => (await page.locator('#say').inputValue()).includes(number));
    await wrapUp(callId);
  });

  it('is worked by keyboard alone: look up, another answer, a wrong answer marked, canned words', async () => {
    const callId = await answered(script('papers'));
    await press('/');
    await page.keyboard.type('临时救助');
    await page.locator('.found button').first().waitFor();
    expect(await violations(page)).to.deep.equal([]);
    const first = (await page.locator('.spoken').textContent()) ?? '';
    await press('ArrowDown');
    const title = await page.locator('.found button:focus').textContent();
    await press('Enter');
    await page.locator('.found').waitFor({ state: 'detached' });
    expect(title).to.include('临时救助');
    await page.locator('.spoken').filter({ hasNotText: first }).waitFor();
    const before = await page.locator('.spoken').textContent();
    await press('Alt+1');
    await page
      .locator('.spoken')
      .filter({ hasNotText: before ?? '' })
      .waitFor();
    await press('F8');
    await page.keyboard.type('少说了一样材料');
    await press('Enter');
    await page.getByText('已记下，交政策员核对').waitFor();
    await press('F9', 'Enter');
    // Put where it can be read, and not said by itself.
    expect(await page.locator('#say').inputValue()).to.include('operator某');
    expect(await page.locator('.log .operator').count()).to.equal(0);
    await press('Enter');
    await page.locator('.log .operator').waitFor();
    await press('F4');
    await page.locator('#summary').waitFor();
    expect(await violations(page)).to.deep.equal([]);
    await press('F7', 'Control+Enter');
    await page.getByText('现在没有通话').waitFor();
    const editor = await arrive('editor', '/knowledge/marks');
    await editor.page.getByText('少说了一样材料').waitFor();
    expect(await violations(editor.page)).to.deep.equal([]);
    await editor.page.getByLabel('怎么处理的').fill('已补上');
    await editor.page.getByRole('button', { name: '看过了', exact: true }).click();
    await editor.page.getByText('没有等着核对的').waitFor();
    await editor.page.context().close();
    expect(callId).to.match(/^papers/u);
  });

  it('says which fields were filled by ear, and keeps what was typed', async () => {
    const callId = await answered(script('wait-time'));
    const district = page.locator('.form .el-form-item').filter({ hasText: '区市' });
    await district.locator('.heard').waitFor();
    await district.locator('input').fill('海阳市');
    await district.getByText('听到的是：莱阳市').waitFor();
    expect(await district.locator('.heard').count()).to.equal(0);
    await district.getByRole('button', { name: '听到的是：莱阳市' }).click();
    expect(await district.locator('input').inputValue()).to.equal('莱阳市');
    await wrapUp(callId);
  });

  it('checks the conditions with what was heard, corrected by keyboard', async () => {
    const text = '俺家三口人，一个月一共进六百块，够不够低保的条件';
    const callId = await answered({
      ...script('papers'),
      ...{ id: 'eligible', lines: [{ after: 1, speaker: 'caller', text }] },
    });
    const field = (name: string): Locator =>
      page.locator('.sheet .el-form-item').filter({ hasText: name });
    const household = field('一家几口人');
    await household.locator('.heard').waitFor();
    expect(await violations(page)).to.deep.equal([]);
    await press('F10');
    await field('别的财产').locator('input:focus').waitFor();
    await page.keyboard.type('都没有');
    await press('Enter');
    await field('别的财产').getByText('别的财产：没有').waitFor();
    const kept = page.waitForResponse((response) => response.url().endsWith('/form'));
    await household.locator('input').fill('四口人');
    await press('Enter');
    await household.getByText('一家几口人：4人').waitFor();
    expect(await violations(page)).to.deep.equal([]);
    expect((await kept).ok()).to.equal(true);
    // Kept with the call: it is there again after the page was loaded anew.
    await page.reload();
    await page.locator('.calls .line').first().click();
    await household.getByText('一家几口人：4人').waitFor();
    await wrapUp(callId);
  });

  it('raises a banner when somebody is in danger', async () => {
    const callId = await answered(script('hungry'));
    await page.getByRole('alert').filter({ hasText: '110' }).waitFor();
    expect(await violations(page)).to.deep.equal([]);
    await wrapUp(callId);
  });

  it('holds what assistive technology needs: idle, ringing, and a supervisor who listens in', async () => {
    expect(await violations(page)).to.deep.equal([]);
    const callId = await play(script('amount'));
    await page.locator('.calls .rings').waitFor();
    expect(await violations(page)).to.deep.equal([]);
    const supervisor = await arrive('supervisor');
    await supervisor.page.getByText('今天各坐席').waitFor();
    expect(await violations(supervisor.page)).to.deep.equal([]);
    await press('F2');
    await page.locator('.spoken').waitFor();
    await supervisor.page.getByRole('button', { name: '旁听' }).click();
    await supervisor.page.locator('.log').getByText('农村低保标准').waitFor();
    await supervisor.page.getByText('正在旁听（已记录）').waitFor();
    // The list of calls, which has no words of other people's calls, is read anew in between.
    await supervisor.page.evaluate(
      'new Promise((drawn) => setTimeout(() => requestAnimationFrame(drawn), 500))',
    );
    expect(await supervisor.page.locator('.log').textContent()).to.include('农村低保标准');
    expect(await violations(supervisor.page)).to.deep.equal([]);
    await supervisor.page.context().close();
    await wrapUp(callId);
  });

  it('gives a chat to one of two operators, carries their words, and gives it back', async () => {
    const two = await arrive('operator');
    const resident = await Resident.arrive(service.base);
    await resident.say('低保要带什么材料');
    await resident.say('转人工');
    const accept = (who: Page): ReturnType<Page['locator']> =>
      who.getByRole('button', { name: '接待' });
    await Promise.all([accept(page).waitFor(), accept(two.page).waitFor()]);
    expect(await violations(page)).to.deep.equal([]);
    // Both press before the server hears of either: else the button of the slower one is gone before it is pressed.
    let pressed = 0;
    const take = async (who: Page): Promise<{ who: Page; status: number }> => {
      await who.route('**/take', async (route) => {
        pressed += 1;
        await until(() => pressed >= 2);
        await route.continue();
      });
      const answer = who.waitForResponse((response) => response.url().endsWith('/take'));
      await accept(who).click();
      return { who, status: (await answer).status() };
    };
    const taken = await Promise.all([take(page), take(two.page)]);
    expect(taken.map(({ status }) => status).sort()).to.deep.equal([200, 409]);
    // By what the server said: which page draws it first depends on the machine.
    const winner = taken.find(({ status }) => status === 200)?.who ?? page;
    await winner.locator('.log.tall').getByText('低保要带什么材料').waitFor();
    // The likely answer stands beside the chat; it goes nowhere by itself.
    await winner.getByRole('button', { name: '放进回复' }).waitFor();
    // It is that to the question: 转人工 asks nothing.
    await winner.locator('.assist .full').filter({ hasText: '材料' }).waitFor();
    expect(await violations(winner)).to.deep.equal([]);
    await winner.locator('#say').fill('您好，我是坐席，您把材料拍给村里就行。');
    await winner.locator('#say').press('Enter');
    await winner.locator('.log.tall').getByText('拍给村里').waitFor();
    expect((await resident.read()).map(({ text }) => text)).to.include(
      '您好，我是坐席，您把材料拍给村里就行。',
    );
    await resident.say('好的谢谢');
    await winner.locator('.log.tall').getByText('好的谢谢').waitFor();
    await winner.getByRole('button', { name: '交回助手' }).click();
    await winner.getByText('现在没有通话').waitFor();
    expect((await resident.read()).length).to.be.greaterThan(0);
    await two.page.context().close();
  });

  it('takes a call while a chat is open, and has the chat again after it', async () => {
    const resident = await Resident.arrive(service.base);
    await resident.say('转人工');
    await pressUntil(page.locator('.log.tall'), 'F3');
    const callId = await answered(script('amount'));
    await resident.say('我还在等着呢');
    await page.locator('.log').getByText('农村低保标准').waitFor();
    await wrapUp(callId, page.locator('.log.tall').getByText('我还在等着呢'));
    await page.getByRole('button', { name: '交回助手' }).click();
    await page.getByText('现在没有通话').waitFor();
  });

  it('keeps residents who want to be rung until somebody has rung them', async () => {
    const resident = await Resident.arrive(service.base);
    const { handOvers } = service.conversations;
    const about = { reason: '问补贴怎么少了', district: '福山区' };
    const { id } = await handOvers.ask(resident.conversationId, about);
    await handOvers.callBack(id, '13805350188');
    await handOvers.wrote(id);
    await page.getByRole('button', { name: '我来打' }).click();
    await page.getByText('13805350188').waitFor();
    expect(await violations(page)).to.deep.equal([]);
    await page.getByLabel('打的结果').fill('打通了，已说明');
    await page.getByRole('button', { name: '记下并结束' }).click();
    await page.getByText('没有要回的电话').waitFor();
  });

  it('goes on with search, forms and tickets while the assistant is switched off', async () => {
    const supervisor = await arrive('supervisor', '/supervision');
    const turned = await supervisor.page.evaluate(async () => {
      const me = (await (await fetch('/api/staff/me')).json()) as { csrf: string };
      const { status } = await fetch('/api/staff/settings/assistant', {
        method: 'PUT',
        headers: { 'content-type': 'application/json', 'x-csrf-token': me.csrf },
        body: JSON.stringify({ on: false }),
      });
      return status;
    });
    expect(turned).to.be.lessThan(300);
    const callId = await answered(script('stopped'));
    await press('/');
    await page.keyboard.type('停发');
    await page.locator('.found a').first().waitFor();
    await press('Escape', 'F6', 'Control+Enter');
    await page.locator('.receipt').waitFor();
    await wrapUp(callId);
    await supervisor.page.context().close();
  });

  it('shows a call that a colleague hands on as one that waits, with who gave it and what they said', async () => {
    const expert = await arriveAs(
      'operator',
      { path: '/desk', name: '政策专员' },
      { browser, complaints, base: service.base, staff: service.office.staff },
    );
    const callId = await answered(script('nursing-home'));
    await page.getByRole('button', { name: '转给同事' }).click();
    await page.locator('.transfer .el-select').click();
    await page.locator('.el-select-dropdown__item:visible').getByText('政策专员').click();
    await page.getByLabel('交代一句').fill('老人耳背，说慢点');
    await page.locator('.transfer button[type=submit]').click();
    await page.getByText('现在没有通话').waitFor();
    const waits = expert.page.locator('.calls .rings').filter({ hasText: '同事转来，等您接' });
    await waits.waitFor();
    await expert.page.keyboard.press('F2');
    await expert.page.getByText('同事operator某转来：老人耳背，说慢点').waitFor();
    await expert.page.locator('.spoken').waitFor();
    await until(async () => (await waits.count()) === 0);
    expect(await violations(expert.page)).to.deep.equal([]);
    await hangUp(callId);
    await expert.page.context().close();
  });

  it('loses no ring that comes while an older list of calls is on its way', async () => {
    const first = await answered(script('stopped'));
    const silent = { ...script('stopped'), lines: [] };
    let next = '';
    // The list is read after the wrap-up, then the next caller rings and says nothing yet, then the list arrives.
    const list = '**/api/staff/desk/calls';
    await page.route(list, async (route) => {
      const older = await route.fetch();
      next = await play(silent);
      await page.locator('.calls .rings').waitFor();
      await route.fulfill({ response: older });
    });
    const arrived = page.waitForResponse(list);
    await wrapUp(first);
    await (await arrived).finished();
    // Not before: a request under way whose route is taken away goes to the server after all.
    await page.unroute(list);
    // What the page makes of it is drawn by then.
    await page.evaluate(
      'new Promise((drawn) => setTimeout(() => requestAnimationFrame(drawn), 200))',
    );
    expect(await page.locator('.calls .rings').count()).to.equal(1);
    await hangUp(next);
    await until(async () => (await page.locator('.calls .rings').count()) === 0);
  });

  it(`keeps no more memory after ${String(CALLS_OF_A_SHIFT)} calls than before`, async () => {
    const session = await page.context().newCDPSession(page);
    const measure = async (): Promise<{ heap: number; nodes: number; listeners: number }> => {
      await session.send('HeapProfiler.collectGarbage');
      const { usedSize } = await session.send('Runtime.getHeapUsage');
      const { nodes, jsEventListeners } = await session.send('Memory.getDOMCounters');
      return { heap: usedSize / 1e6, nodes, listeners: jsEventListeners };
    };
    const shift = async (calls: number): Promise<void> => {
      for (let at = 0; at < calls; at += 1) {
        const which = scripts[at % scripts.length];
        if (which === undefined) continue;
        await wrapUp(await answered(which));
      }
    };
    // What is made once, at the first calls, is not growth.
    await shift(10);
    const before = await measure();
    await shift(CALLS_OF_A_SHIFT);
    const after = await measure();
    const told = ({ heap, nodes, listeners }: typeof before): string =>
      `${heap.toFixed(1)} MB, ${String(nodes)} nodes, ${String(listeners)} listeners`;
    process.stdout.write(`      before: ${told(before)}; after: ${told(after)}\n`);
    expect(after.heap - before.heap).to.be.lessThan(3);
    expect(after.nodes).to.be.lessThan(before.nodes * 1.5 + 500);
    expect(after.listeners).to.be.lessThan(before.listeners * 1.5 + 100);
  });
});
