import { type SmsGateway } from '../../services/notices/notice.ts';

export interface DemoGateway extends SmsGateway {
  /** What was taken and not yet reported, oldest first; each is handed out once. */
  taken(): readonly string[];
}

// So that there is always somebody whom no short message reaches and who has to be called.
const UNREACHABLE = '2';

/** A gateway that sends nothing: it takes every message, except to numbers that end in 2. */
export function demoGateway(): DemoGateway {
  let count = 0;
  let waiting: string[] = [];
  return {
    send: ({ phone }) => {
      if (phone.endsWith(UNREACHABLE)) return Promise.resolve({ result: 'refused', error: 'demo' });
      count += 1;
      waiting.push(`demo-${count}`);
      return Promise.resolve({ result: 'accepted', providerId: `demo-${count}` });
    },
    taken: () => {
      const handed = waiting;
      waiting = [];
      return handed;
    },
  };
}
