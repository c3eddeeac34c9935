import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Service, composeService } from '../../../bot/compose.ts';
import { configFrom } from '../../../services/config/config.ts';
import { createLog } from '../../../services/log/log.ts';
import { testShelf } from '../../support/shelf.ts';
import { FakeGateway, SimulatedClock } from '../../services/support/office.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

export interface RunningService {
  readonly service: Service;
  readonly base: string;
  readonly clock: SimulatedClock;
  readonly sms: FakeGateway;
  /** Stops it and starts it again over the same folder. */
  restart(): Promise<RunningService>;
  close(): Promise<void>;
}

/** The whole service over a folder of its own, at Monday noon, on a port that the system gives. */
export async function runService(
  folder = mkdtempSync(join(tmpdir(), 'mingbai-bot-')),
  at = '2026-11-23T10:00:00+08:00',
): Promise<RunningService> {
  const config = configFrom(
    {
      NODE_ENV: 'test',
      PORT: '0',
      HOST: '127.0.0.1',
      DATA_DIR: folder,
      RATE_LIMITS: 'off',
      LOG_LEVEL: 'error',
    },
    root,
  );
  const clock = new SimulatedClock(at);
  const sms = new FakeGateway();
  const log = createLog(config.log, clock);
  const service = await composeService({
    ...{ config, clock, log, root, sms },
    version: '0.0.0-test',
    shelf: testShelf,
  });
  const port = await service.listen();
  const stop = async (): Promise<void> => {
    await service.close();
    await log.close();
  };
  return {
    ...{ service, clock, sms },
    base: `http://127.0.0.1:${String(port)}`,
    restart: async () => {
      await stop();
      return runService(folder, clock.now().toISOString());
    },
    close: async () => {
      await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
