import { describe, expect, it } from '@jest/globals';
import { canonicalJson, type Json, type RawEvent } from '#event-store';
import { exportedEvent } from '../index.js';
import { exportLine } from './export-line.js';

const event: RawEvent = {
  position: 120n,
  stream: 'payment-stripe-pi_"quoted"',
  revision: 4n,
  text: '{"data":{"x":",\\"type\\":1,\\"position\\":2"},"id":"i","metadata":{"hash":"h"},"type":"PaymentSeen"}',
};

describe('a line of an export', () => {
  it('is canonical JSON, and gives back the very bytes that were hashed', () => {
    const line = exportLine(event);
    expect(canonicalJson(JSON.parse(line) as Json)).toBe(line);
    expect(exportedEvent(line)).toEqual(event);
  });

  it.each([
    ['bytes that are no JSON', { text: event.text.slice(1) }],
    ['a line feed', { text: event.text.replace('"id"', '\n"id"') }],
    ['a lone surrogate', { text: '\ud800' }],
    ['what the store says is damaged', { damage: 'is not valid UTF-8' }],
    ['nothing at all', { text: '' }],
  ])('holds %s as damage, on one line', (_name, change) => {
    const line = exportLine({ ...event, ...change });
    expect(line).not.toContain('\n');
    expect(exportedEvent(line)).toMatchObject({ position: 120n, revision: 4n, damage: expect.any(String) });
  });

  it('is nothing that was edited', () => {
    const line = exportLine(event);
    for (const edited of ['', 'x', '[]', 'null', line.replace('"position"', ' "position"'), line.replace('120', 'x')]) {
      expect(exportedEvent(edited)).toBeUndefined();
    }
  });
});
