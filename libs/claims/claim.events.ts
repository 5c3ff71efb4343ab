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

/** Streams `payment-{provider}-{payment_id}` and `command-{hash}`. All version 1. */
export type ClaimEventData = {
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
