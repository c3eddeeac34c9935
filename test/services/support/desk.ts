import { createHmac } from 'node:crypto';
import { composeDesk, type Desk } from '../../../bot/compose-desk.ts';
import { type Knowledge } from '../../../knowledge/index.ts';
import { deskRoutes } from '../../../services/http/routes/desk.ts';
import { hotlineRoutes } from '../../../services/http/routes/hotline.ts';
import { officeRoutes } from '../../../services/http/routes/office.ts';
import { silentLog } from '../../../services/log/log.ts';
import { aloneAwake } from '../../../services/wake.ts';
import { type Answered, type RunningApp, runApp } from './http.ts';
import { type TestOffice } from './office.ts';

export const HOTLINE_SECRET = 'a secret shared with the exchange';

export interface DeskApp extends RunningApp, Desk {
  /** Posts events as a call centre does, signed at the simulated time. */
  readonly events: (body: unknown, change?: Partial<Signing>) => Promise<Answered>;
}

interface Signing {
  readonly secret: string;
  readonly stamp: string;
}

/** The desk and the office behind a real socket. */
export async function deskApp(office: TestOffice, knowledge: Knowledge): Promise<DeskApp> {
  const { db, content } = office.parts;
  const policy = (): Knowledge => knowledge;
  const desk = composeDesk({
    ...{ db, content, office, clock: office.clock, knowledge: policy },
    ...{ wake: aloneAwake, log: silentLog },
  });
  const app = await runApp({
    routes: [
      ...officeRoutes({
        ...office,
        ...{ words: office.ticketDeps.words, tls: false, receiptToken: 'gateway-token' },
      }),
      ...deskRoutes({
        ...{ ...desk, knowledge: policy, clock: office.clock },
        sessions: office.staff,
      }),
      ...hotlineRoutes({
        ...{ calls: desk.calls, clock: office.clock, hotlineSecret: HOTLINE_SECRET },
      }),
    ],
    gate: office.staff,
  });
  return {
    ...app,
    ...desk,
    events: (body, change = {}) => {
      const text = JSON.stringify(body);
      const now = String(Math.floor(office.clock.now().getTime() / 1000));
      const { secret = HOTLINE_SECRET, stamp = now } = change;
      const mac = createHmac('sha256', secret).update(`${stamp}.${text}`).digest('hex');
      return app.post('/api/hotline/events', text, {
        'x-mingbai-timestamp': stamp,
        'x-mingbai-signature': `v1=${mac}`,
      });
    },
  };
}
