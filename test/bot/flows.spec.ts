import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import fc from 'fast-check';
import { parse } from 'yaml';
import { clientOf } from '../services/support/http.ts';
import { signedIn } from '../services/support/staff-client.ts';
import { type Ticket } from '../../services/tickets/ticket.ts';
import { Resident, type BotMessage } from './support/resident.ts';
import { type RunningService, runService } from './support/service.ts';

interface TurnCase {
  readonly says: string;
  readonly hears?: readonly string[];
  readonly lacks?: readonly string[];
  readonly outcome?: string;
  readonly ticket?: boolean;
}

interface ConversationCase {
  readonly name: string;
  readonly turns: readonly TurnCase[];
  readonly files?: Partial<Ticket>;
}

const cases = parse(
  readFileSync(new URL('../cases/conversations/flows.yaml', import.meta.url), 'utf8'),
) as ConversationCase[];

const textOf = (messages: readonly BotMessage[]): string =>
  messages.map(({ text }) => text).join('\n');

describe('flows in the web chat', function () {
  this.timeout(900_000);
  let running: RunningService;

  before(async () => {
    running = await runService();
  });
  after(() => running.close());

  const filed = async (number: string): Promise<Ticket> => {
    const found = await running.service.office.ticketDeps.store.find(number);
    if (found === null) throw new Error(`no ticket ${number}`);
    return found.ticket;
  };

  for (const { name, turns, files } of cases)
    it(name, async () => {
      const resident = await Resident.arrive(running.base);
      let number: string | null = null;
      for (const turn of turns) number = (await sayAndCheck(resident, turn)) ?? number;
      if (files) expect(await filed(number ?? '')).to.deep.include(files);
    });

  it('keeps no number of a person and no query code in the history', async () => {
    const resident = await Resident.arrive(running.base);
    await resident.say('村主任照顾他小舅子，开着饭店还吃低保，我不敢留名');
    await resident.say('莱州市沙河镇，电话13805351234');
    await resident.say('这个月');
    await resident.say('查进度');
    await resident.say('ABCDE-FGHJK');
    const said = (await resident.history()).filter(({ from }) => from.role === 'user');
    expect(textOf(said)).not.to.match(/13805351234|ABCDE/u);
  });

  it('keeps no query code with what nobody could answer', async () => {
    const resident = await Resident.arrive(running.base);
    await resident.say('查进度 20261127-000999 DBDBD-TKTKT');
    await resident.say('算了');
    await resident.say('DBDBD-TKTKT 哇啦哇啦呜哩哇啦');
    const editor = await signedIn(clientOf(running.base), running.service.office, 'editor');
    const { json } = await editor.get('/api/staff/library/unanswered?state=open');
    const asked = JSON.stringify(json);
    expect(asked).to.include('呜哩哇啦');
    expect(asked).not.to.match(/DBDBD|TKTKT/u);
  });

  it('files once when the last word is sent twice, and goes on after a restart', async () => {
    const resident = await Resident.arrive(running.base);
    await resident.say('沙河镇窗口不收我的低保材料，也不说理由，上个月的事，别写我的名字');
    running = await running.restart();
    const again = resident.at(running.base);
    await Promise.all([again.post('提交', 'same'), again.post('提交', 'same')]);
    const tickets = (await again.history()).filter(({ channelData }) => channelData?.ticket);
    expect(tickets).to.have.length(1);
  });

  it('never loses, doubles or mixes up a ticket in two hundred conversations at once', async () => {
    const interruptions = [
      '帮助',
      '返回',
      '低保多久能批下来？',
      '呜啦啦',
      '改时间',
      '人工',
      '重来',
      '',
    ];
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.constantFrom(...interruptions), { maxLength: 3 }), {
          minLength: 200,
          maxLength: 200,
        }),
        async (plans) => {
          const before = await countOfTickets(running);
          const receipts = await inParallel(plans, 8, (plan, at) =>
            complainWith(running.base, plan, at),
          );
          const numbers = receipts.flatMap(({ numbers: each }) => each);
          expect(new Set(numbers).size, 'numbers are different').to.equal(numbers.length);
          for (const receipt of receipts) {
            expect(receipt.numbers, 'one each').to.have.length(1);
            const ticket = await filed(receipt.numbers[0] ?? '');
            expect(ticket.contact.phone).to.equal(receipt.phone);
            expect(ticket.conversationId).to.equal(receipt.conversationId);
          }
          expect((await countOfTickets(running)) - before).to.equal(plans.length);
        },
      ),
      { numRuns: 1 },
    );
  });
});

/** Says one line, compares what is said back, and gives the number of the ticket that was filed. */
async function sayAndCheck(
  resident: Resident,
  { says, hears = [], lacks = [], outcome, ticket = false }: TurnCase,
): Promise<string | null> {
  const messages = await resident.say(says);
  const text = textOf(messages);
  for (const part of hears) expect(text, says).to.include(part);
  for (const part of lacks) expect(text, says).not.to.include(part);
  const answer = messages.findLast(({ channelData }) => channelData?.answer)?.channelData?.answer;
  if (outcome !== undefined) expect(answer?.outcome, says).to.equal(outcome);
  const receipt = messages.find(({ channelData }) => channelData?.ticket)?.channelData?.ticket;
  expect(receipt !== undefined, `${says}: a ticket`).to.equal(ticket);
  return receipt?.number ?? null;
}

const countOfTickets = ({ service }: RunningService): Promise<number> =>
  service.office.ticketDeps.store.count({}, 100_000);

interface Complained {
  readonly conversationId: string;
  readonly phone: string;
  readonly numbers: readonly string[];
}

/** One resident complains, with interruptions in between, and hands in at the end. */
async function complainWith(
  base: string,
  plan: readonly string[],
  at: number,
): Promise<Complained> {
  const resident = await Resident.arrive(base);
  const phone = `138${String(10_000_000 + at)}`;
  const story = `沙河镇会计扣了我家的低保钱，上个月的事。我姓孙，${phone}`;
  const numbers: string[] = [];
  const say = async (text: string): Promise<void> => {
    for (const { channelData } of await resident.say(text))
      if (channelData?.ticket) numbers.push(channelData.ticket.number);
  };
  await say(story);
  for (const interruption of plan) if (interruption !== '') await say(interruption);
  await say('重来');
  await say(story);
  await say('提交');
  return { conversationId: resident.conversationId, phone, numbers };
}

async function inParallel<In, Out>(
  list: readonly In[],
  most: number,
  work: (one: In, at: number) => Promise<Out>,
): Promise<readonly Out[]> {
  const results: Out[] = [];
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let at = next++; at < list.length; at = next++) {
      const one = list[at];
      if (one !== undefined) results[at] = await work(one, at);
    }
  };
  await Promise.all(Array.from({ length: most }, lane));
  return results;
}
