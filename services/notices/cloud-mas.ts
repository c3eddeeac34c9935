import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type SmsGateway } from './notice.ts';

/** What the contract with the gateway's operator gives; see README for request and response. */
export interface CloudMasAccount {
  readonly url: string;
  readonly ecName: string;
  readonly apId: string;
  readonly secretKey: string;
  readonly sign: string;
  readonly addSerial: string;
  readonly timeoutMs: number;
}

const answer = z.object({
  success: z.boolean(),
  rspcod: z.string().default(''),
  msgGroup: z.string().default(''),
});

// What will not become better by sending it again.
const FINAL = new Set([
  'InvalidMessage',
  'InvalidUsrOrPwd',
  'IllegalMac',
  'IllegalSignId',
  'NoSignId',
]);

/** Short messages through a 云MAS-style HTTP gateway. Throws when nothing is known of the message. */
export function cloudMasGateway(account: CloudMasAccount): SmsGateway {
  return {
    send: async ({ phone, text }) => {
      const response = await fetch(account.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json; charset=utf-8' },
        body: requestBody(account, phone, text),
        redirect: 'error',
        signal: AbortSignal.timeout(account.timeoutMs),
      });
      if (!response.ok) throw new Error(`gateway status ${response.status}`);
      const { success, rspcod, msgGroup } = answer.parse(await response.json());
      if (success && msgGroup !== '') return { result: 'accepted', providerId: msgGroup };
      if (FINAL.has(rspcod)) return { result: 'refused', error: rspcod };
      throw new Error('gateway did not take the message');
    },
  };
}

// The protocol asks for MD5 over the fields with the secret between them, and base64 around the whole.
function requestBody(account: CloudMasAccount, mobiles: string, content: string): string {
  const { ecName, apId, secretKey, sign, addSerial } = account;
  const mac = createHash('md5')
    .update([ecName, apId, secretKey, mobiles, content, sign, addSerial].join(''), 'utf8')
    .digest('hex');
  const body = { ecName, apId, mobiles, content, sign, addSerial, mac };
  return Buffer.from(JSON.stringify(body), 'utf8').toString('base64');
}
