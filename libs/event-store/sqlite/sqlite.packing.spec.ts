import { packBatch, packOutcomes, unpackBatch, unpackOutcomes } from './sqlite.packing.js';

describe('what the threads say to each other', () => {
  it('is unpacked as it was packed: a batch', () => {
    const appends = [
      { stream: 'a', expected: -1, behind: undefined, count: 2, payload: '[…]', hash: 'h1' },
      { stream: 'b', expected: 7, behind: 'h0', count: 1, payload: '[]', hash: 'h2' },
    ];
    expect(unpackBatch(structuredClone(packBatch(appends, 32)))).toEqual({
      slot: 32,
      streams: ['a', 'b'],
      expected: [-1, 7],
      behind: [undefined, 'h0'],
      counts: [2, 1],
      payloads: ['[…]', '[]'],
      hashes: ['h1', 'h2'],
    });
  });

  it('is unpacked as it was packed: what became of batches', () => {
    const written = { outcomes: Float64Array.of(0, 1, 9, 2, 5, 0), head: 2 ** 40 };
    expect(unpackOutcomes(structuredClone(packOutcomes(3, written)))).toEqual({ batches: 3, ...written });
  });
});
