import {
  EMPTY_TIP,
  derivedId,
  seal,
  type EventMetadata,
  type JsonObject,
  type RecordedEvent,
  type StreamTip,
  type UnsealedEvent,
} from '#event-store';
import type { AccountEvent } from '#ledger';
import type { Pass, ProjectionOf } from '../../libs/projecting/projection.js';

export interface Told {
  readonly stream: string;
  readonly type: string;
  readonly data: JsonObject;
  readonly at?: string;
  readonly actor?: string;
  readonly version?: number;
}

/** Places told events one after the other, as a store would record them. */
export class Log {
  readonly events: RecordedEvent[] = [];
  readonly #tips = new Map<string, StreamTip>();

  add(...told: readonly Told[]): this {
    for (const each of told) {
      const { stream, type, data } = each;
      const unsealed = this.unsealed(each);
      const tip = this.#tips.get(stream) ?? EMPTY_TIP;
      const sealed = seal(stream, tip, [unsealed]);
      this.#tips.set(stream, sealed.tip);
      const metadata = JSON.parse(sealed.events[0]?.metadata ?? '') as EventMetadata;
      const position = BigInt(this.events.length + 1);
      this.events.push({ position, stream, revision: sealed.tip.revision, id: unsealed.id, type, data, metadata });
    }
    return this;
  }

  account(stream: string, ...events: readonly AccountEvent[]): this {
    return this.add(...events.map(({ type, at, data }) => ({ stream, type, at, data: data })));
  }

  private unsealed({ stream, type, data, at = '2026-11-10T12:00:00.000Z', actor = 'system', version = 1 }: Told): UnsealedEvent {
    const id = derivedId('log', stream, String(this.#tips.get(stream)?.revision ?? -1n));
    return { id, type, data, metadata: { actor, cause: 'test', effective: at, recorded: at, version } };
  }
}

/** Folds events into rows as the definition says, without any of the projector's machinery: what everything else is compared with. */
export function foldPlainly<Row extends object>(projection: ProjectionOf<Row>, events: readonly RecordedEvent[]): Record<string, Row> {
  const states = new Map<string, unknown>();
  for (const event of events) {
    if (!projection.wants(event.type)) continue;
    const pass: Pass = (key, passed) => void states.set(key, projection.takes(states.get(key), passed, event, key, pass));
    for (const key of projection.keys(event)) states.set(key, projection.fold(states.get(key), event, key, pass));
  }
  const rows = [...states].filter(([, state]) => state !== undefined).map(([key, state]) => [key, projection.write(state) as Row] as const);
  return Object.fromEntries(rows.sort(([a], [b]) => (a < b ? -1 : 1)));
}
