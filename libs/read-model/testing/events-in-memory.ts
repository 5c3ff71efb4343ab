import type { EventReader, RecordedEvent } from '#event-store';

/** Reads a list of events, which may grow, as a store would. */
export function readerOf(events: readonly RecordedEvent[]): Pick<EventReader, 'head' | 'readAll' | 'eventAt'> {
  return {
    eventAt: async (wanted) => events.find(({ position }) => position === wanted),
    head: async () => events.at(-1)?.position ?? 0n,
    readAll: async ({ after, max }) => {
      const page = events.filter(({ position }) => position > after).slice(0, max);
      const scannedTo = page.at(-1)?.position ?? after;
      return { events: page, scannedTo, atHead: scannedTo >= (events.at(-1)?.position ?? 0n) };
    },
  };
}
