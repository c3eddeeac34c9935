/** A short-message gateway that takes everything, or whatever mood it is told to be in. */
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';

/** What a gateway can do to us. */
export type Mood = 'works' | 'down' | 'fails' | 'hangs' | 'answers nonsense';

export interface Gateway {
  readonly url: string;
  mood: Mood;
  /** Messages that it said it took, by their text and number. */
  readonly taken: Map<string, number>;
  readonly providerIds: string[];
  readonly close: () => void;
}

/** Starts one on a port of its own. */
export async function startGateway(): Promise<Gateway> {
  const taken = new Map<string, number>();
  const providerIds: string[] = [];
  const gateway = { mood: 'works' as Mood };
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
    request.on('end', () => {
      const { mood } = gateway;
      if (mood === 'down') return request.socket.destroy();
      if (mood === 'hangs') return;
      if (mood === 'fails') return response.writeHead(500).end('busy');
      if (mood === 'answers nonsense') return response.end('<html>');
      const { mobiles, content } = JSON.parse(Buffer.from(text, 'base64').toString('utf8')) as {
        mobiles: string;
        content: string;
      };
      taken.set(`${mobiles} ${content}`, (taken.get(`${mobiles} ${content}`) ?? 0) + 1);
      const msgGroup = `g${String(providerIds.length)}`;
      providerIds.push(msgGroup);
      return response.end(JSON.stringify({ success: true, rspcod: 'success', msgGroup }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return Object.assign(gateway, {
    ...{ taken, providerIds, url: `http://127.0.0.1:${String(port)}/` },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  });
}
