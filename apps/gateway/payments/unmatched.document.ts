import type { UnmatchedPaymentRow } from '#projections';
import { PersonalData, isUnreadable, keyNameOf } from '#vault';
import { Injectable } from '@nestjs/common';

export interface UnmatchedDocument {
  readonly id: string;
  readonly payment_provider: string;
  /** Where the facts name none, the id of the message. */
  readonly payment_id: string;
  readonly reason: string;
  /** The customer of ours that the facts name; null where they name none. */
  readonly customer_id: string | null;
  /** What was received, as far as it is beyond doubt. */
  readonly amount: string | null;
  readonly currency: string | null;
  readonly time: string;
  readonly stream: string;
  readonly reports: readonly {
    readonly time: string;
    readonly reason: string;
    readonly customer_id: string | null;
    /** The body as sent, its beginning where it is long; null once its key is gone, or where it does not open. */
    readonly facts: string | null;
    readonly bytes: number;
  }[];
}

/** Unmatched payments as admins see them: the facts are opened for the answer and kept nowhere. */
@Injectable()
export class UnmatchedDocuments {
  constructor(private readonly personal: PersonalData) {}

  async of({ id, payment_provider, payment, received, time, stream, reports }: UnmatchedPaymentRow): Promise<UnmatchedDocument> {
    const shown = await Promise.all(
      reports.map(async (report) => ({
        time: report.time,
        reason: report.reason,
        customer_id: report.customer,
        facts: await this.opened(report.facts),
        bytes: report.bytes,
      })),
    );
    return {
      id,
      payment_provider,
      payment_id: payment,
      reason: reports.at(-1)?.reason ?? '',
      customer_id: reports.at(-1)?.customer ?? null,
      amount: received?.amount ?? null,
      currency: received?.currency ?? null,
      time,
      stream,
      reports: shown,
    };
  }

  /** One that does not open must not hide the others. */
  private async opened(facts: string): Promise<string | null> {
    try {
      return (await this.personal.open(keyNameOf(facts), { facts })).facts;
    } catch (fault) {
      if (isUnreadable(fault)) return null;
      throw fault;
    }
  }
}
