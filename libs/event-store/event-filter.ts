import type { EventFilter } from './event-store.port.js';

/** An empty list lets nothing through; an absent one lets everything through. */
export function streamMatches(filter: EventFilter | undefined, stream: string): boolean {
  return filter?.streamPrefixes === undefined || filter.streamPrefixes.some((prefix) => stream.startsWith(prefix));
}

export function typeMatches(filter: EventFilter | undefined, type: string): boolean {
  return filter?.types === undefined || filter.types.includes(type);
}
