import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { composeService, type Service } from '../../../bot/compose.ts';
import { type Knowledge } from '../../../knowledge/index.ts';
import { configFrom } from '../../../services/config/config.ts';
import { unwatchedLoad } from '../../../services/http/overload.ts';
import { createLog, silentLog } from '../../../services/log/log.ts';
import { aClause, aKnowledge, aQuestion, aSource } from '../../knowledge/answer/fixture.ts';
import { SimulatedClock } from '../../services/support/office.ts';

/** A policy of one document and one question, and one danger: enough to hold a conversation. */
export function smallPolicy(): Knowledge {
  const clause = aClause({ id: '办法#22' });
  const policy = aKnowledge({
    sources: [aSource('办法', [clause])],
    questions: [
      aQuestion({ id: 'time' }),
      aQuestion({
        ...{ id: 'danger', outcome: 'urgent', reason: '吃不上饭', title: '没饭吃怎么办？' },
        ...{ programme: '临时救助', aspect: '渠道', phrasings: ['没饭吃'] },
        versions: [
          {
            ...{
              inForce: { from: '0001-01-01', to: null },
              district: '全国',
              clauses: ['办法#22'],
            },
            ...{ answer: '先打110。', spoken: '先打一一零。', staff: '110' },
          },
        ],
      }),
    ],
  });
  return { ...policy, readComplaint: () => NOTHING_SAID };
}

/** What the reading of a complaint gives for a text that complains of nothing. */
const NOTHING_SAID: ReturnType<Knowledge['readComplaint']> = {
  ...{
    kind: '求助',
    complains: 0,
    category: '咨询类误投',
    confidence: 0,
    because: [],
    alternatives: [],
  },
  ...{ programme: null, district: null, town: null, phone: null, name: null },
  ...{ anonymous: false, anonymityAsked: false, confidential: false, urgency: '一般' },
  ...{ incidentDate: null, inScope: true, redirect: null, isConsultation: true, unit: null },
  wish: null,
};

export interface RunningService extends Service {
  readonly base: string;
  readonly clock: SimulatedClock;
  readonly folder: string;
}

export interface ServiceChoice {
  readonly env?: Readonly<Record<string, string>>;
  readonly folder?: string;
  readonly policy?: Knowledge;
  /** Speak for the shipped content instead of a small policy; takes some seconds to start. */
  readonly shipped?: boolean;
  readonly logging?: boolean;
  /** Database files up to this size are read whole at the start. */
  readonly wholeAtOnceBytes?: number;
}

/** The whole service in this process, behind a real socket, over a folder of its own. */
export async function runService(choice: ServiceChoice = {}): Promise<RunningService> {
  const folder = choice.folder ?? mkdtempSync(join(tmpdir(), 'mingbai-service-'));
  const root = process.cwd();
  const env = {
    NODE_ENV: 'test',
    PORT: '0',
    HOST: '127.0.0.1',
    RATE_LIMITS: 'off',
    DATA_DIR: folder,
  };
  const config = configFrom({ ...env, ...choice.env }, root);
  const clock = new SimulatedClock('2026-11-26T10:00:00+08:00');
  const log = choice.logging ? createLog({ ...config.log, stdout: false }, clock) : silentLog;
  const policy = choice.policy ?? (choice.shipped ? undefined : smallPolicy());
  const service = await composeService({
    config,
    clock,
    log,
    root,
    ...(policy === undefined ? {} : { policy }),
    ...(choice.wholeAtOnceBytes === undefined ? {} : { wholeAtOnceBytes: choice.wholeAtOnceBytes }),
    version: 'test',
    load: unwatchedLoad,
  });
  const port = await service.listen();
  return {
    ...service,
    ...{ clock, folder },
    base: `http://127.0.0.1:${port}`,
    close: async () => {
      await service.close();
      await log.close();
      if (choice.folder === undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
}
