import { randomUUID } from 'node:crypto';
import { type Wake, aloneAwake } from '../wake.ts';
import { type Database } from './database.ts';

const CHANNEL = 'mingbai';
/** PostgreSQL takes payloads below 8,000 bytes. */
const LONGEST = 2000;
const AGAIN_MS = 2000;

/** The part of pg's connection that listening needs. */
interface Listener {
  query(sql: string): Promise<unknown>;
  on(event: 'notification', heard: (message: { readonly payload?: string }) => void): unknown;
  on(event: 'error' | 'end', ended: () => void): unknown;
  end(): Promise<void>;
}

interface Listening {
  readonly heard: (about: string) => void;
  readonly missed: (() => void) | undefined;
}

/** LISTEN/NOTIFY on a connection of its own, opened again when it breaks; nothing to do on SQLite. */
export function wakeOver(db: Database, failed: (thrown: unknown) => void): Wake {
  if (db.engine !== 'postgres') return aloneAwake;
  const instance = randomUUID();
  const topics = new Map<string, Listening>();
  let wasListening = false;
  let connection: Listener | null = null;
  let timer: NodeJS.Timeout | null = null;
  let closed = false;

  const hear = (payload: string): void => {
    const [from, topic = '', ...rest] = payload.split(' ');
    if (from !== instance) topics.get(topic)?.heard(rest.join(' '));
  };
  const again = (): void => {
    connection = null;
    if (closed || timer !== null) return;
    timer = setTimeout(() => {
      timer = null;
      void connect();
    }, AGAIN_MS);
    timer.unref();
  };
  const connect = async (): Promise<void> => {
    try {
      const client = db.q.client as { acquireRawConnection: () => Promise<Listener> };
      const opened = await client.acquireRawConnection();
      opened.on('notification', ({ payload }) => {
        hear(payload ?? '');
      });
      opened.on('error', again);
      opened.on('end', again);
      await opened.query(`LISTEN ${CHANNEL}`);
      if (closed) await opened.end();
      else connection = opened;
      if (wasListening) for (const { missed } of topics.values()) missed?.();
      wasListening = true;
    } catch (thrown) {
      failed(thrown);
      again();
    }
  };
  const listening = connect();
  return {
    tell: (topic, about) => {
      const payload = `${instance} ${topic} ${about}`.slice(0, LONGEST);
      db.run(async () => {
        await db.q.raw('SELECT pg_notify(?, ?)', [CHANNEL, payload]);
      }).catch(failed);
    },
    listen: (topic, heard, missed) => {
      topics.set(topic, { heard, missed });
    },
    close: async () => {
      closed = true;
      if (timer !== null) clearTimeout(timer);
      await listening;
      await connection?.end();
    },
  };
}
