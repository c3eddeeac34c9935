import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { parse } from 'yaml';
import { z } from 'zod';
import { clientOf } from '../services/support/http.ts';
import { closeTicket } from '../services/support/closing.ts';
import { member } from '../services/support/office.ts';
import { signedIn, type StaffClient } from '../services/support/staff-client.ts';
import { type BotMessage, Resident } from './support/resident.ts';
import { type RunningService, runService } from './support/service.ts';

const step = z.strictObject({
  says: z.string().optional(),
  id: z.string().optional(),
  repeats: z.string().optional(),
  tab: z.int().default(1),
  operator: z.enum(['ready', 'take', 'post', 'return']).optional(),
  text: z.string().default(''),
  office: z.literal('close').optional(),
  benefit: z.int().optional(),
  waits: z.int().optional(),
  hears: z.array(z.coerce.string()).default([]),
  lacks: z.array(z.coerce.string()).default([]),
  quiet: z.boolean().default(false),
});
type Step = z.infer<typeof step>;

const cases = z
  .array(z.strictObject({ name: z.string(), steps: z.array(step) }))
  .parse(
    parse(readFileSync(new URL('../cases/conversations/people.yaml', import.meta.url), 'utf8')),
  );

/** A resident in a conversation with everybody else who takes part in it. */
class Scene {
  readonly #running: RunningService;
  #tabs: Resident[];
  readonly #sent = new Map<string, string>();
  #operator: StaffClient | null = null;
  #ticket = { number: '', queryCode: '' };

  constructor(running: RunningService, resident: Resident) {
    this.#running = running;
    this.#tabs = [resident];
  }

  async take(one: Step): Promise<void> {
    const { says, repeats, operator, office, benefit, waits } = one;
    if (says !== undefined) await this.#say(await this.#filled(says), one);
    else if (repeats !== undefined) await this.#tab(one.tab).post(...this.#known(repeats));
    else if (operator !== undefined) await this.#desk(operator, one.text);
    else if (office !== undefined) await this.#close();
    else if (benefit !== undefined) await this.#grant(String(benefit));
    else if (waits !== undefined) await this.#wait(waits);
    const heard = await this.#tab(one.tab).read();
    check(one, heard);
    const filed = heard.findLast(({ channelData }) => channelData?.ticket)?.channelData?.ticket;
    this.#ticket = filed ?? this.#ticket;
  }

  /** Both pages show the same. */
  async ends(): Promise<void> {
    const ids = await Promise.all(
      this.#tabs.map(async (tab) => (await tab.history()).map(({ id }) => id)),
    );
    for (const list of ids) expect(list).to.deep.equal(ids[0]);
  }

  #tab(number: number): Resident {
    const [first] = this.#tabs;
    if (!first) throw new Error('nobody is here');
    return (this.#tabs[number - 1] ??= first.at(this.#running.base));
  }

  async #say(text: string, { id = randomUUID(), tab }: Step): Promise<void> {
    this.#sent.set(id, text);
    // What was said at the other page meanwhile is read first: only the reply to this is looked at.
    await this.#tab(tab).read();
    const status = await this.#tab(tab).post(text, id);
    expect(status, text).to.equal(200);
  }

  #known(id: string): readonly [text: string, id: string] {
    return [this.#sent.get(id) ?? '', id];
  }

  async #filled(text: string): Promise<string> {
    const { number, queryCode } = this.#ticket;
    const whole = text.replace('{{number}}', number).replace('{{code}}', queryCode);
    return whole.includes('{{sms}}') ? whole.replace('{{sms}}', await this.#code()) : whole;
  }

  /** The code is sent once the turn is durable: a moment after the reply. */
  async #code(): Promise<string> {
    for (;;) {
      const found = this.#running.sms.taken.findLast(({ text }) =>
        /(?<!\d)\d{6}(?!\d)/u.test(text),
      );
      if (found) return /(?<!\d)\d{6}(?!\d)/u.exec(found.text)?.[0] ?? '';
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  async #desk(does: NonNullable<Step['operator']>, text: string): Promise<void> {
    const { base, service } = this.#running;
    this.#operator ??= await signedIn(clientOf(base), service.office, 'operator');
    const operator = this.#operator;
    const send = async (path: string, body: object): Promise<void> => {
      const { status, text: said } = await operator.send('POST', `/api/staff/desk/${path}`, body);
      expect(status, said).to.be.below(300);
    };
    if (does === 'ready') return send('presence', { state: 'ready' });
    const { handOvers } = (await operator.get('/api/staff/desk/hand-overs')).json as {
      handOvers: { id: string }[];
    };
    // The longest waiting stands first: who asked last is this one.
    const id = handOvers.at(-1)?.id ?? '';
    const bodies = { take: {}, post: { text }, return: { note: '' } };
    return send(`hand-overs/${id}/${does === 'post' ? 'messages' : does}`, bodies[does]);
  }

  async #close(): Promise<void> {
    await closeTicket(this.#running.service.office, this.#ticket.number);
  }

  async #grant(phone: string): Promise<void> {
    await this.#running.service.office.benefits.start(member('supervisor'), {
      ...{ programme: '低保', district: '芝罘区', name: '王秀英', phone },
      ...{ from: '2026-03', amount: '650.00', payDay: 10 },
    });
  }

  /** Pages renew their token while they are open. */
  async #wait(minutes: number): Promise<void> {
    for (let left = minutes; left > 0; left -= 20) {
      this.#running.clock.advance(Math.min(left, 20));
      this.#tabs = await Promise.all(this.#tabs.map((tab) => tab.renewed()));
    }
  }
}

function check({ says, operator, hears, lacks, quiet }: Step, heard: readonly BotMessage[]): void {
  const about = says ?? operator ?? 'this step';
  const text = heard
    .map((one) => [one.text, ...(one.suggestedActions?.actions ?? []).map(({ value }) => value)])
    .flat()
    .join('\n');
  for (const words of hears) expect(text, about).to.include(words);
  for (const words of lacks) expect(text, about).not.to.include(words);
  if (quiet) expect(text, about).to.equal('');
}

describe('conversations in which others take part', function () {
  this.timeout(180_000);
  let running: RunningService;
  before(async () => {
    running = await runService();
  });
  after(() => running.close());

  for (const { name, steps } of cases)
    it(name, async () => {
      const scene = new Scene(running, await Resident.arrive(running.base));
      for (const one of steps) await scene.take(one);
      await scene.ends();
    });
});
