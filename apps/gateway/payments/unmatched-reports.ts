import type { UnmatchedReport } from '#claims';
import { Directory } from '#directory';
import { InstallationSecrets } from '#identity';
import { ErasedSubjectError, PersonalData } from '#vault';
import { Injectable } from '@nestjs/common';
import { createHash, createHmac } from 'node:crypto';
import type { UnusableFacts } from './payment-webhook.js';

/** A message whose signature holds. */
export interface VerifiedMessage {
  readonly provider: string;
  /** Its `webhook-id`. */
  readonly id: string;
  readonly body: Buffer;
}

/** Of a body so many characters are kept: a payment's facts have some hundred. */
const MOST_CHARACTERS = 65_536;
/** A message's id becomes part of a stream's name, as a payment's does. */
const MESSAGE_ID = /^[\x21-\x7e]{1,200}$/;

/** Makes reports of unusable payments as they are kept: what may be personal is encrypted, what is compared is hashed under a key. */
@Injectable()
export class UnmatchedReports {
  constructor(
    private readonly directory: Directory,
    private readonly installation: InstallationSecrets,
    private readonly personal: PersonalData,
  ) {}

  of(
    { reason, payment, customer: said, received, amount, currency }: UnusableFacts,
    sameness: string,
    sent: VerifiedMessage,
  ): UnmatchedReport {
    const customer = said !== null && this.directory.customer(said) ? said : null;
    return {
      provider: sent.provider,
      payment,
      message: MESSAGE_ID.test(sent.id) ? sent.id : createHash('sha256').update(sent.id).digest('base64url'),
      reason,
      customer,
      received,
      factsHash: this.hashOf(sameness),
      bytes: sent.body.length,
      seal: (id, isNamed) => this.sealed(customer, { id, isNamed }, sent.body.toString('utf8').slice(0, MOST_CHARACTERS)),
      legible: {
        customer: customer ?? 'unknown',
        amount: legible(amount, /^[\d.]{1,30}$/),
        currency: legible(currency, /^[A-Z]{3}$/),
        order: null,
      },
    };
  }

  hashOf(sameness: string): string {
    return createHmac('sha256', this.installation.pepper).update('payment:').update(sameness).digest('base64url');
  }

  /** Under the customer's own key where it is one of ours; under a key of the payment's own where nobody knows whose data it is. */
  private async sealed(customer: string | null, { id, isNamed }: OwnKey, facts: string): Promise<string> {
    try {
      if (customer !== null) return (await this.personal.seal(customer, { facts })).facts;
    } catch (fault) {
      if (!(fault instanceof ErasedSubjectError)) throw fault;
    }
    return (await (isNamed ? this.personal.seal(id, { facts }) : this.personal.sealFirst(id, { facts }))).facts;
  }
}

/** A key of the payment's own; `isNamed` where an event needs it already. */
interface OwnKey {
  readonly id: string;
  readonly isNamed: boolean;
}

const legible = (text: string | null, form: RegExp): string => (text !== null && form.test(text) ? text : 'unreadable');
