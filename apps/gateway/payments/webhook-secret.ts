import { isUtf8 } from 'node:buffer';
import { createHmac, timingSafeEqual } from 'node:crypto';
import { Webhook, WebhookVerificationError } from 'standardwebhooks';

/** The three headers that Standard Webhooks lays down. */
export type SignedHeaders = Readonly<Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string>>;

/**
 * One secret of a payment provider, `whsec_` and base64. The library signs text: a body that is no UTF-8 it would refuse, however
 * genuine. Of such a one the signature is held against the bytes, here, and its age by the library all the same.
 */
export class WebhookSecret {
  readonly #webhook: Webhook;
  readonly #key: Buffer;

  constructor(secret: string) {
    this.#webhook = new Webhook(secret);
    this.#key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  }

  /** Undefined where the signature is that of these bytes, and neither too old nor too new. */
  faultOf(body: Buffer, headers: SignedHeaders): WebhookVerificationError | undefined {
    if (isUtf8(body)) return this.#faultOfText(body, headers);
    if (!this.#signs(body, headers)) return new WebhookVerificationError('No matching signature found');
    const { 'webhook-id': id, 'webhook-timestamp': seconds } = headers;
    const ofNothing = this.#webhook.sign(id, new Date(Number.parseInt(seconds, 10) * 1_000), '');
    return this.#faultOfText(Buffer.alloc(0), { ...headers, 'webhook-signature': ofNothing });
  }

  #faultOfText(body: Buffer, headers: SignedHeaders): WebhookVerificationError | undefined {
    try {
      this.#webhook.verify(body, headers, { jsonParse: false });
      return undefined;
    } catch (fault) {
      if (fault instanceof WebhookVerificationError) return fault;
      throw fault;
    }
  }

  #signs(body: Buffer, { 'webhook-id': id, 'webhook-timestamp': seconds, 'webhook-signature': signatures }: SignedHeaders): boolean {
    const wanted = Buffer.from(`v1,${createHmac('sha256', this.#key).update(`${id}.${seconds}.`).update(body).digest('base64')}`);
    const given = signatures.split(' ').map((signature) => Buffer.from(signature));
    return given.some((signature) => signature.length === wanted.length && timingSafeEqual(signature, wanted));
  }
}
