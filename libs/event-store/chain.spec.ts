import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { canonicalJson } from './canonical-json.js';
import { checkLink, EMPTY_TIP, eventText, seal, type StreamTip, type UnsealedEvent } from './chain.js';
import { plainCanonical } from './testing/plain-canonical.js';
import { unsealed } from './testing/stream-writer.js';
import type { Json, JsonObject, RawEvent } from './event-store.port.js';

const STREAM = 'account-acc_1-2026-11';

function recorded(stream: string, ...data: JsonObject[]): RawEvent[] {
  return seal(stream, EMPTY_TIP, unsealed('Made', ...data)).events.map((event, index) => ({
    position: BigInt(index) + 1n,
    stream,
    revision: BigInt(index),
    text: eventText(event),
  }));
}

function problems(events: readonly RawEvent[]): (string | undefined)[] {
  let tip: StreamTip = EMPTY_TIP;
  return events.map((event) => {
    const link = checkLink(event, tip);
    tip = link.tip;
    return link.problem;
  });
}

const anyText = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('a"b', '\\ud800', '\u2028', '\u007f', '😀', '\ud800', ''));
const anyNumber = fc.oneof(fc.double(), fc.integer(), fc.constantFrom(-0, 2 ** 53 - 1, 2 ** 53, -(2 ** 53), 1e21, 5e-324));
const { data: anyData } = fc.letrec<{ data: JsonObject; value: Json }>((tie) => ({
  data: fc.dictionary(anyText, fc.option(tie('value'), { nil: undefined, freq: 5 })),
  value: fc.oneof({ depthSize: 'small' }, anyText, anyNumber, fc.boolean(), fc.constant(null), fc.array(tie('value')), tie('data')),
}));
/** Half of them with the members in order, as events of requests are made. */
const inAnyOrder = fc.tuple(anyData, fc.boolean()).map(([data, isSorted]) => (isSorted ? sorted(data) : data) as JsonObject);

function sorted(value: Json | undefined): Json | undefined {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => sorted(item as Json) as Json);
  const members = Object.entries(value).map(([key, member]) => [key, sorted(member as Json)] as const);
  return Object.fromEntries(members.sort(([a], [b]) => (a < b ? -1 : 1)));
}

describe('the text of an event', () => {
  const anyEvent: fc.Arbitrary<UnsealedEvent> = fc
    .tuple(fc.uuid(), anyText, anyText, anyText, inAnyOrder)
    .map(([id, type, actor, cause, data]) => ({ ...(unsealed(type, data)[0] as UnsealedEvent), id, metadata: { actor, cause, effective: 'e', recorded: 'r', version: 2 } })); // prettier-ignore
  const tips = fc.constantFrom(EMPTY_TIP, { revision: 41n, hash: 'h'.repeat(43) });
  it('is what the general canonical writer makes of it, and its hash that of the general leaf; what cannot be held is refused', () =>
    fc.assert(
      fc.property(anyText, tips, anyEvent, (stream, tip, event) => {
        const { id, type, data, metadata } = event;
        const revision = String(tip.revision + 1n);
        const leaf = plainCanonical({ data, id, metadata: { ...metadata, prev: tip.hash }, revision, stream, type });
        if (leaf === undefined) return expect(() => seal(stream, tip, [event])).toThrow(TypeError);
        const hash = createHash('sha256').update('\u0000').update(leaf).digest('base64url');
        const sealed = seal(stream, tip, [event]);
        expect(sealed.events.map(eventText)).toEqual([plainCanonical({ data, id, metadata: { ...metadata, prev: tip.hash, hash }, type })]);
        expect(sealed.tip).toEqual({ revision: tip.revision + 1n, hash });
      }),
      { numRuns: 1_000 },
    ));
});

describe('the hash chain of a stream', () => {
  it('gives each event the RFC 6962 leaf hash over all its other fields, in canonical JSON', () => {
    const [event] = recorded(STREAM, { b: 1, a: 'ü' });
    const { metadata, ...rest } = JSON.parse(event?.text ?? '') as { metadata: { hash: string; [key: string]: Json } };
    const { hash, ...hashed } = metadata;
    const leaf = canonicalJson({ ...rest, metadata: hashed, revision: '0', stream: STREAM });
    expect(hash).toBe(createHash('sha256').update('\u0000').update(leaf).digest('base64url'));
  });

  it('holds over any events, sealed together or one by one', () => {
    const data = fc.array(fc.dictionary(fc.string(), fc.oneof(fc.string({ unit: 'grapheme' }), fc.integer(), fc.boolean())), {
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(data, (items) => {
        expect(problems(recorded(STREAM, ...items)).filter(Boolean)).toEqual([]);
        const events = unsealed('Made', ...items);
        const together = seal(STREAM, EMPTY_TIP, events);
        let tip = EMPTY_TIP;
        for (const event of events) tip = seal(STREAM, tip, [event]).tip;
        expect(tip).toEqual(together.tip);
      }),
    );
  });

  it('breaks with any flipped byte of any event', () => {
    const events = recorded(STREAM, { text: 'täxt 😀 "\\', amount: '5.00' }, { n: 0.1 }, { list: [1, null] });
    const flip = fc.record({ which: fc.nat(events.length - 1), at: fc.nat(), mask: fc.integer({ min: 1, max: 255 }) });
    fc.assert(
      fc.property(flip, ({ which, at, mask }) => {
        const bytes = Buffer.from((events[which] as RawEvent).text);
        bytes.writeUInt8(bytes.readUInt8(at % bytes.length) ^ mask, at % bytes.length);
        for (const encoding of ['utf8', 'latin1'] as const) {
          const damaged = events.map((event, index) => (index === which ? { ...event, text: bytes.toString(encoding) } : event));
          const found = problems(damaged);
          expect(found[which]).toBeDefined();
          expect(found.slice(0, which).filter(Boolean)).toEqual([]);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('breaks where an event is missing, doubled, swapped or moved to another stream', () => {
    const [a, b, c] = recorded(STREAM, { n: 1 }, { n: 2 }, { n: 3 }) as [RawEvent, RawEvent, RawEvent];
    expect(problems([a, c])[1]).toBe('does not follow revision 0');
    expect(problems([a, a])[1]).toBe('does not follow revision 0');
    expect(problems([b])[0]).toBe('does not follow revision -1');
    expect(problems([{ ...a, stream: 'other' }])[0]).toBe('does not match its hash');
    expect(problems([a, { ...c, revision: 1n }])[1]).toBe('does not match its hash');
  });

  it('breaks where an event was sealed anew with other content, at the next event', () => {
    const [a, b] = recorded(STREAM, { n: 1 }, { n: 2 }) as [RawEvent, RawEvent];
    const [forged] = recorded(STREAM, { n: 7 }) as [RawEvent];
    expect(problems([forged, b])).toEqual([undefined, 'does not continue the chain of its stream']);
    expect(problems([a, b])).toEqual([undefined, undefined]);
  });

  it.each([
    ['white space', (text: string) => text.replace('{"data"', '{ "data"')],
    ['another order of members', (text: string) => text.replace(/^\{("data":.*),("id":"[^"]*")/, '{$2,$1')],
    ['a member of its own', (text: string) => text.replace(',"id"', ',"extra":1,"id"')],
    ['a member given twice', (text: string) => text.replace('"type":"Made"', '"type":"Other","type":"Made"')],
    ['an escape that need not be', (text: string) => text.replace('Made', '\\u004dade')],
    ['another form of a number', (text: string) => text.replace('"n":1', '"n":1.0')],
    ['no data', (text: string) => text.replace('"data"', '"eata"')],
    ['null', () => 'null'],
    ['nothing', () => ''],
  ])('refuses a text with %s', (_, change) => {
    const [event] = recorded(STREAM, { n: 1 }) as [RawEvent];
    expect(problems([{ ...event, text: change(event.text) }])[0]).toBeDefined();
  });

  it('says what the store itself found damaged, and the id where it can still be read', () => {
    const [event] = recorded(STREAM, { n: 1 }) as [RawEvent];
    const { id } = JSON.parse(event.text) as { id: string };
    expect(checkLink({ ...event, damage: 'is not valid UTF-8' }, EMPTY_TIP)).toMatchObject({ problem: 'is not valid UTF-8', id });
    expect(checkLink({ ...event, text: event.text.replace('{"n"', '{"n') }, EMPTY_TIP)).toMatchObject({ problem: 'is not JSON', id });
  });
});
