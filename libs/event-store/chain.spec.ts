import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { canonicalJson } from './canonical-json.js';
import { checkLink, EMPTY_TIP, eventText, seal, type StreamTip } from './chain.js';
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
