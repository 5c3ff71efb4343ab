import type { JsonObject } from '#event-store';
import { projection, type EventOf } from '#projecting';

export type ClaimRow = {
  readonly stream: string;
  /** `open`: its effect may be missing. `contradicted`: the same payment came with other facts; kept for admins to see. */
  readonly status: 'open' | 'contradicted';
  readonly type: string;
  readonly time: string;
  /** Of the claim's stream: where what finishes it is appended. */
  readonly revision: string;
  readonly hash: string;
  /** What the event says: which account stream takes the effect, with which ids. */
  readonly claim: JsonObject;
};

type ClaimEvents = {
  PaymentAssigned: JsonObject;
  PaymentSeen: JsonObject;
  PaymentCredited: JsonObject;
  PaymentContradicted: JsonObject;
  CommandAccepted: JsonObject;
  CommandAnswered: JsonObject;
};

const CONTRADICTED = '#contradicted-';

/** Claims whose effect has not been confirmed in their own stream, and payments that contradict themselves. */
export const claims = projection<ClaimRow, ClaimEvents>({
  name: 'claims',
  version: 2,
  poison: 'park',
  indexes: { by_status: ['status', 'time'] },
  keys: ({ type, stream, revision }) => (type === 'PaymentContradicted' ? [stream, `${stream}${CONTRADICTED}${revision}`] : stream),
  on: {
    PaymentAssigned: opened,
    PaymentSeen: (_, event) => begun(event),
    CommandAccepted: opened,
    PaymentCredited: () => undefined,
    CommandAnswered: () => undefined,
    PaymentContradicted: (row, event, key) => {
      if (key.includes(CONTRADICTED)) return { ...begun(event), status: 'contradicted' };
      return row && { ...row, revision: String(event.revision), hash: event.metadata.hash };
    },
  },
});

type ClaimEvent = EventOf<JsonObject>;

function opened(row: ClaimRow | undefined, event: ClaimEvent): ClaimRow {
  return row ?? begun(event);
}

function begun({ stream, type, revision, data, metadata }: ClaimEvent): ClaimRow {
  return {
    stream,
    status: 'open',
    type,
    time: metadata.effective,
    revision: String(revision),
    hash: metadata.hash,
    claim: data,
  };
}
