import { createHmac } from 'node:crypto';
import { WebhookSecret, type SignedHeaders } from './webhook-secret.js';

const KEY = Buffer.alloc(32, 7);
const secret = new WebhookSecret(`whsec_${KEY.toString('base64')}`);
const LATIN = Buffer.from('{"payer":"Jos\xe9"}', 'latin1');

function signed(body: Buffer, agedSeconds = 0, key = KEY): SignedHeaders {
  const seconds = String(Math.floor(Date.now() / 1_000) - agedSeconds);
  const signature = createHmac('sha256', key).update(`msg_1.${seconds}.`).update(body).digest('base64');
  return { 'webhook-id': 'msg_1', 'webhook-timestamp': seconds, 'webhook-signature': `v1a,other v1,${signature}` };
}

describe.each([
  ['UTF-8', Buffer.from('{"payer":"José"}')],
  ['no UTF-8', LATIN],
])('the signature of a body that is %s', (_coding, body) => {
  it('is held against its bytes', () => {
    expect(secret.faultOf(body, signed(body))).toBeUndefined();
    expect(secret.faultOf(Buffer.concat([body, LATIN]), signed(body))?.message).toBe('No matching signature found');
    expect(secret.faultOf(body, signed(body, 0, Buffer.alloc(32, 8)))?.message).toBe('No matching signature found');
  });

  it('is too old behind five minutes, and too new before them', () => {
    expect(secret.faultOf(body, signed(body, 400))?.message).toBe('Message timestamp too old');
    expect(secret.faultOf(body, signed(body, -400))?.message).toBe('Message timestamp too new');
  });
});

it('a signature of nothing, or of what the bytes read as, is not one of bytes that are no UTF-8', () => {
  for (const other of [Buffer.alloc(0), Buffer.from(LATIN.toString('utf8'))])
    expect(secret.faultOf(LATIN, signed(other))?.message).toBe('No matching signature found');
});
