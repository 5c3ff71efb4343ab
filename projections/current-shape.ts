import type { EventReader, RecordedEvent } from '#event-store';
import { isAccountEventType, placeOf, readAccountEvent, readAccountEventLazily, routeNamed, versionOf, type RouteQuote } from '#ledger';
import { forgetEntries } from './postings/postings.js';

/** Where quotes are looked up that stand before what is being read. */
export type Streams = Pick<EventReader, 'readStream'>;

/** An event in full. `route`: where that is more than was recorded, the revision in its stream of the RouteQuoted that it names. */
export type ShapedEvent = RecordedEvent & { readonly route?: number };

/** Quotes kept of one store, twice as many at most. */
const MAX_KEPT = 16_384;

/**
 * Brings events of accounts to the shape that projections and pages know: older versions to the newest, and what names a quote to what it says with
 * it. One that cannot be read is an Error in its place; other events come as they are. Quotes that are passed are remembered; others are read from
 * the stream by their revision, so the events may come from anywhere in the log.
 */
export function currentShape(events: readonly RecordedEvent[], streams: Streams): Promise<readonly (ShapedEvent | Error)[]> {
  return shapedBy(readAccountEvent, events, streams);
}

/** The same for projections, which ask for few members of many events: data are read by their members, and never copied. */
export function foldedShape(events: readonly RecordedEvent[], streams: Streams): Promise<readonly (ShapedEvent | Error)[]> {
  forgetEntries();
  return shapedBy(readAccountEventLazily, events, streams);
}

type Read = typeof readAccountEventLazily;

async function shapedBy(read: Read, events: readonly RecordedEvent[], streams: Streams): Promise<readonly (ShapedEvent | Error)[]> {
  const quotes = quotesOf(streams);
  const shaped: (ShapedEvent | Error)[] = [];
  for (const event of events) {
    const route = routeNamed(event.type, event.data);
    const missing = route !== undefined && placeOf(event.stream) && !quotes.get(event.stream, route);
    if (missing) await quotes.fetch(event.stream, route).catch(passDamage);
    shaped.push(inCurrentShape(event, route, quotes, read));
  }
  return shaped;
}

function inCurrentShape(event: RecordedEvent, route: number | undefined, quotes: KeptQuotes, read: Read): ShapedEvent | Error {
  const { type, stream, metadata, data } = event;
  if (type === 'RouteQuoted' && placeOf(stream)) quotes.keep(stream, data as unknown as RouteQuote);
  const isCurrent = route === undefined && metadata.version === (isAccountEventType(type) ? versionOf(type) : metadata.version);
  if (isCurrent || !isAccountEventType(type) || !placeOf(stream)) return event;
  try {
    const shaped = read(event, { get: (named) => quotes.get(stream, named) }).data;
    const { position, revision, id } = event;
    const said = { position, stream, revision, id, type, data: shaped, metadata };
    return route === undefined ? said : { ...said, route };
  } catch (fault) {
    return fault instanceof Error ? fault : new Error(String(fault));
  }
}

/** A quote that cannot be read leaves those who name it unreadable; whatever else keeps it from being read may be tried again. */
function passDamage(fault: unknown): void {
  if ((fault as { readonly code?: unknown }).code !== 'DAMAGED') throw fault;
}

/** Of one store, in two generations: what was not asked for in a whole generation is forgotten. */
class KeptQuotes {
  #young = new Map<string, Map<number, RouteQuote>>();
  #old = new Map<string, Map<number, RouteQuote>>();
  #count = 0;

  constructor(private readonly streams: Streams) {}

  get(stream: string, route: number): RouteQuote | undefined {
    const found = this.#young.get(stream)?.get(route);
    if (found) return found;
    const older = this.#old.get(stream)?.get(route);
    if (older) this.keep(stream, older);
    return older;
  }

  keep(stream: string, quote: RouteQuote): void {
    if (this.#count >= MAX_KEPT) {
      this.#old = this.#young;
      this.#young = new Map();
      this.#count = 0;
    }
    const quotes = this.#young.get(stream) ?? new Map<number, RouteQuote>();
    this.#young.set(stream, quotes);
    quotes.set(quote.route, quote);
    this.#count += 1;
  }

  async fetch(stream: string, route: number): Promise<void> {
    if (!Number.isSafeInteger(route) || route < 0) return;
    const [event] = await this.streams.readStream(stream, { from: BigInt(route), max: 1 });
    if (event?.type === 'RouteQuoted' && event.revision === BigInt(route)) this.keep(stream, event.data as unknown as RouteQuote);
  }
}

const kept = new WeakMap<Streams, KeptQuotes>();

function quotesOf(streams: Streams): KeptQuotes {
  let quotes = kept.get(streams);
  if (!quotes) kept.set(streams, (quotes = new KeptQuotes(streams)));
  return quotes;
}
