import { projection, type EventOf } from '#projecting';

/** One report of it. The facts are encrypted, as in the event. */
export type UnmatchedReportRow = {
  readonly time: string;
  readonly reason: string;
  readonly customer: string | null;
  readonly facts: string;
  readonly bytes: number;
};

export type UnmatchedPaymentRow = {
  readonly id: string;
  /** Of its claim. */
  readonly stream: string;
  readonly status: 'unmatched' | 'assigned';
  readonly payment_provider: string;
  readonly payment: string;
  /** Of the first report. */
  readonly time: string;
  readonly received: { readonly amount: string; readonly currency: string } | null;
  /** In the order in which they came. */
  readonly reports: readonly UnmatchedReportRow[];
  readonly assigned: { readonly time: string; readonly actor: string; readonly customer: string } | null;
};

/** What of the claims' events is asked for here. */
type Events = {
  PaymentUnmatched: Pick<UnmatchedPaymentRow, 'id' | 'payment_provider' | 'payment' | 'received'> & Omit<UnmatchedReportRow, 'time'>;
  PaymentAssigned: { readonly customer: string };
};

/** Genuine payments that no account could take as they were told, and what became of them. */
export const unmatchedPayments = projection<UnmatchedPaymentRow, Events>({
  name: 'unmatched-payments',
  version: 1,
  poison: 'park',
  indexes: { by_status: ['status', 'time'] },
  keys: ({ data }) => data['id'] as string,
  on: {
    PaymentUnmatched: (row, event) => {
      const { received } = event.data;
      const before = row ?? begun(event);
      return { ...before, received: before.received ?? received, reports: [...before.reports, reported(event)] };
    },
    PaymentAssigned: (row, { data: { customer }, metadata: { effective: time, actor } }) =>
      row && { ...row, status: 'assigned', assigned: { time, actor, customer } },
  },
});

type Unmatched = EventOf<Events['PaymentUnmatched']>;

function begun({ stream, data: { id, payment_provider, payment }, metadata: { effective: time } }: Unmatched): UnmatchedPaymentRow {
  return { id, stream, status: 'unmatched', payment_provider, payment, time, received: null, reports: [], assigned: null };
}

function reported({ data: { reason, customer, facts, bytes }, metadata: { effective: time } }: Unmatched): UnmatchedReportRow {
  return { time, reason, customer, facts, bytes };
}
