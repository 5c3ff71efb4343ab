import type { EventReader, Position } from '#event-store';

/** Where positions have gaps, events are counted by reading them, and no further than this. */
const MOST_COUNTED = 1_000;

/** Events between a position and the head; where they have to be counted, at most a thousand: then it says at least that many. */
export async function eventsBehind(reader: Pick<EventReader, 'gapless' | 'readAll'>, position: Position, head: Position): Promise<bigint> {
  if (position >= head) return 0n;
  if (reader.gapless) return head - position;
  const { events } = await reader.readAll({ after: position, max: MOST_COUNTED });
  return BigInt(events.filter((event) => event.position <= head).length);
}
