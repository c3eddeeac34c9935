import { createRequire } from 'node:module';
import { expect } from 'chai';
import { WebSocket } from 'ws';
import { type Said } from './support/chat.ts';
import { type RunningService, runService } from './support/small-service.ts';
import { XmlHttpRequest } from './support/xml-http-request.ts';

interface Subscription {
  unsubscribe(): void;
}
interface Stream<T> {
  subscribe(next: (value: T) => void, error?: (thrown: unknown) => void): Subscription;
}
interface Client {
  readonly activity$: Stream<Said>;
  readonly connectionStatus$: Stream<number>;
  postActivity(activity: object): Stream<string>;
  end(): void;
}
type ClientClass = new (options: object) => Client;

const ONLINE = 2;

/** `end()` reaches every stream of the client as an error. */
const ended = (): void => undefined;

/** Microsoft's own client, as a browser would load it. */
function loadClient(): ClientClass {
  Object.assign(globalThis, { XMLHttpRequest: XmlHttpRequest, WebSocket });
  const require = createRequire(import.meta.url);
  return (require('botframework-directlinejs') as { DirectLine: ClientClass }).DirectLine;
}

describe('botframework-directlinejs', function () {
  this.timeout(60_000);
  const globals = globalThis as unknown as Record<string, unknown>;
  const before_ = { XMLHttpRequest: globals['XMLHttpRequest'], WebSocket: globals['WebSocket'] };
  let service: RunningService;
  let DirectLine: ClientClass;
  before(async () => {
    service = await runService();
    DirectLine = loadClient();
  });
  after(async () => {
    await service.close();
    Object.assign(globalThis, before_);
  });

  for (const webSocket of [true, false])
    it(`holds a conversation by ${webSocket ? 'WebSocket' : 'polling'}`, async () => {
      const generated = (await (
        await fetch(`${service.base}/directline/tokens/generate`, { method: 'POST' })
      ).json()) as { token: string };
      const client = new DirectLine({
        ...{ token: generated.token, domain: `${service.base}/directline`, webSocket },
        pollingInterval: 200,
      });
      const heard: Said[] = [];
      const waiting: { until: () => boolean; resolve: () => void }[] = [];
      const when = (until: () => boolean): Promise<void> =>
        new Promise((resolve) => {
          if (until()) resolve();
          else waiting.push({ until, resolve });
        });
      client.activity$.subscribe((activity) => {
        heard.push(activity);
        for (const one of waiting) if (one.until()) one.resolve();
      }, ended);
      await new Promise<void>((resolve) => {
        client.connectionStatus$.subscribe((status) => {
          if (status === ONLINE) resolve();
        }, ended);
      });
      const bots = (): Said[] => heard.filter(({ from }) => from.role === 'bot');
      await when(() => bots().length === 1);

      const say = (text: string): Promise<string> =>
        new Promise((resolve, reject) => {
          client
            .postActivity({ type: 'message', text, from: { id: 'me' } })
            .subscribe(resolve, reject);
        });
      expect(await say('低保多久能批下来')).to.match(/\|0000002$/u);
      await when(() => bots().length >= 2);
      expect(bots()[1]?.channelData).to.have.nested.property('answer.outcome', 'answered');
      await say('帮助');
      await when(() => bots().length >= 3);
      expect(new Set(heard.map(({ id }) => id)).size).to.equal(heard.length);
      client.end();
    });
});
