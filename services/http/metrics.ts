import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

export interface RequestFacts {
  readonly route: string;
  readonly status: number;
  readonly ms: number;
}

export interface HttpMetrics {
  requestDone(facts: RequestFacts): void;
  enquiryDone(outcome: string, channel: string): void;
  /** Whether the machine's clock may decide what is old. */
  clockBelieved(believed: boolean): void;
  /** Whether every page of the database file has been read since the start and found sound. */
  databaseRead(sound: boolean): void;
  /** Prometheus text. */
  text(): Promise<string>;
}

/** Counters for operations. Labels are of closed lists: nothing that a caller chooses becomes one. */
export function createMetrics(): HttpMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: 'mingbai_http_request_seconds',
    help: 'Duration of HTTP requests by route and status class',
    labelNames: ['route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.3, 1, 3, 10],
    registers: [registry],
  });
  const enquiries = new Counter({
    name: 'mingbai_enquiries_total',
    help: 'Questions answered, by outcome and channel',
    labelNames: ['outcome', 'channel'],
    registers: [registry],
  });
  const clock = new Gauge({
    name: 'mingbai_clock_believed',
    help: '0 while the clock leapt and nothing is removed by age until a person has looked',
    registers: [registry],
  });
  clock.set(1);
  const database = new Gauge({
    name: 'mingbai_database_read',
    help: '1 once every page of the database file was read since the start and is sound',
    registers: [registry],
  });
  return {
    requestDone: ({ route, status, ms }) => {
      requests.observe({ route, status: `${String(Math.floor(status / 100))}xx` }, ms / 1000);
    },
    enquiryDone: (outcome, channel) => {
      enquiries.inc({ outcome, channel });
    },
    clockBelieved: (believed) => {
      clock.set(believed ? 1 : 0);
    },
    databaseRead: (sound) => {
      database.set(sound ? 1 : 0);
    },
    text: () => registry.metrics(),
  };
}
