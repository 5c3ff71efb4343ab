import type { EventReader, RecordedEvent } from '#event-store';

/** Reads a list of events, which may grow, as a store would. */
export function readerOf(events: readonly RecordedEvent[]): Pick<EventReader, 'gapless' | 'head' | 'readAll' | 'readStream' | 'eventAt'> {
  return {
    gapless: true,
    eventAt: async (position) => events.find((event) => event.position === position),
    readStream: async (stream, { from = 0n, max = 1_000, revisions } = {}) => {
      const own = events.filter((event) => event.stream === stream);
      if (revisions) return own.filter(({ revision }) => revisions.includes(revision));
      return own.filter(({ revision }) => revision >= from).slice(0, max);
    },
    head: async () => events.at(-1)?.position ?? 0n,
    readAll: async ({ after, max }) => {
      const page = events.filter(({ position }) => position > after).slice(0, max);
      const scannedTo = page.at(-1)?.position ?? after;
      return { events: page, scannedTo, atHead: scannedTo >= (events.at(-1)?.position ?? 0n) };
    },
  };
}
