import type { Entry } from '#ledger';
import type { Currency } from '#money';

/** What a claim will do to an account, complete enough for anyone to finish it. Amounts are canonical decimals. */
export type EffectRecord =
  | {
      readonly type: 'ReceivePayment';
      readonly payment: string;
      readonly payment_provider: string;
      readonly lot: string;
      readonly amount: string;
      readonly currency: Currency;
      readonly order: string | null;
    }
  | {
      readonly type: 'GrantCredit';
      readonly lot: string;
      readonly kind: 'promo' | 'goodwill';
      readonly amount: string;
      readonly currency: Currency;
      readonly reason: string;
      readonly expires_at: string | null;
    }
  | {
      readonly type: 'AdjustBalance';
      readonly adjustment: string;
      /** Signed. */
      readonly amount: string;
      readonly currency: Currency;
      readonly reason: string;
      readonly reverses: string | null;
    };

/** Which account takes the effect, and in which period: nowhere else is it looked for. */
export type ClaimTarget = { readonly account: string; readonly period: string; readonly effect: EffectRecord };

export type RecordedAnswer = {
  readonly status: number;
  /** The body as JSON text, or as an envelope under the customer's key where it holds personal data. */
  readonly body: string;
};

/**
 * Why genuine money could not be credited: nobody of ours, another currency than the account's, more decimals than the currency has,
 * a member of the body that stands there twice, or facts that cannot be read at all.
 */
export type UnmatchedReason = 'customer_unknown' | 'currency_mismatch' | 'too_many_decimals' | 'duplicate_members' | 'unreadable';

/** Streams `payment-{provider}-{payment_id}`, `notice-{provider}-{webhook-id}` and `command-{hash}`. All version 1. */
export type ClaimEventData = {
  /** Genuine and unusable: kept until a person says whose it is. Other facts of the same payment are kept beside, in an event each. */
  PaymentUnmatched: {
    readonly id: string;
    readonly payment_provider: string;
    /** Of the payment; where the facts name none, the id of the message. */
    readonly payment: string;
    readonly reason: UnmatchedReason;
    /** The customer of ours that the facts name; null where they name none. */
    readonly customer: string | null;
    /** The body as sent, encrypted: under that customer's key, or under one of this payment's own (its `id`). */
    readonly facts: string;
    /** Of the whole body, of which `facts` may have the beginning only. */
    readonly bytes: number;
    /** Keyed hash: the same facts again are no news. */
    readonly facts_hash: string;
    /** What was received, as far as the facts say it beyond doubt, and nothing of this payment was booked before. */
    readonly received: { readonly amount: string; readonly currency: Currency } | null;
    readonly entry?: Entry;
  };
  /** Whose it is: said by a person, or by the payment provider in a later report that can be used. PaymentSeen follows. */
  PaymentAssigned: {
    readonly id: string;
    readonly customer: string;
    readonly account: string;
    readonly amount: string;
    readonly currency: Currency;
    readonly order: string | null;
    /** As the person gave it; null where nobody did. */
    readonly reason: string | null;
    readonly entry?: Entry;
  };
  PaymentSeen: ClaimTarget & { readonly customer: string };
  PaymentCredited: { readonly stream: string };
  PaymentContradicted: {
    readonly customer: string;
    readonly amount: string;
    readonly currency: string;
    readonly order: string | null;
  };
  CommandAccepted: {
    readonly route: string;
    /** Keyed hash of the body: the same key with another body is refused. */
    readonly body_hash: string;
    /** Ids minted for the command, kept over its retries. */
    readonly ids: { readonly [name: string]: string };
    /** The effect on an account; null for commands that change no account. */
    readonly target: ClaimTarget | null;
  };
  CommandAnswered: RecordedAnswer;
  /** The period closed without the effect: from now on it is looked for, and written, in the next one only. */
  ClaimCarriedOver: { readonly period: string };
};

export type ClaimEventType = keyof ClaimEventData;
