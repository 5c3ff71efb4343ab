import { EMPTY_TIP, seal, type StreamTip, type UnsealedEvent } from '../chain.js';
import { eventId, mintCommandId } from '../event-ids.js';
import type { Appended, EventReader, EventStore, JsonObject, Position, SealedEvent } from '../event-store.port.js';

/** Events for tests and benches. Times are fixed: nothing here depends on the clock. */
export function unsealed(type: string, ...data: JsonObject[]): UnsealedEvent[] {
  const cause = mintCommandId();
  const time = '2026-11-01T12:00:00.000Z';
  return data.map((item, index) => ({
    id: eventId(cause, index),
    type,
    data: item,
    metadata: { actor: 'system', cause, effective: time, recorded: time, version: 1 },
  }));
}

/** The only writer of a stream: keeps its tip, as every writer has to. */
export class StreamWriter {
  tip: StreamTip = EMPTY_TIP;

  constructor(
    readonly store: Pick<EventStore, 'append'>,
    readonly stream: string,
  ) {}

  seal(...events: readonly UnsealedEvent[]): SealedEvent[] {
    return seal(this.stream, this.tip, events).events;
  }

  async append(...events: readonly UnsealedEvent[]): Promise<Appended> {
    const sealed = seal(this.stream, this.tip, events);
    const appended = await this.store.append(this.stream, sealed.events, this.tip.revision);
    this.tip = sealed.tip;
    return appended;
  }
}

/** Where the events of a store stand, in order. Only where it is gapless are these 1, 2, 3 … */
export async function positions(store: Pick<EventReader, 'readAll'>): Promise<readonly Position[]> {
  const found: Position[] = [];
  for (let after = 0n, more = true; more;) {
    const page = await store.readAll({ after, max: 1_000 });
    found.push(...page.events.map(({ position }) => position));
    [after, more] = [page.scannedTo, !page.atHead];
  }
  return found;
}
