import { createHmac, randomBytes, randomUUID } from 'node:crypto';

/** A secret in the form of Standard Webhooks. */
export const makeWebhookSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`;

export interface Signing {
  readonly secret: string;
  readonly id?: string;
  /** Seconds since the epoch; now unless said otherwise. */
  readonly timestamp?: number;
}

/** Signs as https://www.standardwebhooks.com lays down, by its text and not by its library: the gateway verifies with that. */
export function signWebhook(
  body: string,
  { secret, id = `msg_${randomUUID()}`, timestamp = Math.floor(Date.now() / 1_000) }: Signing,
): Record<string, string> {
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': String(timestamp), 'webhook-signature': `v1,${signature}` };
}
