import { CountedLog } from './counted-log.js';
import type { RawEvent } from './event-store.port.js';

const at = (position: bigint): RawEvent => ({ position, stream: 's', revision: 0n, text: '{}' });

describe('a log whose positions have gaps', () => {
  it('is numbered from 1 on, as far as it went when the reading began, and knows where each event really stands', async () => {
    const log = new CountedLog({
      head: async () => 900n,
      scan: async function* () {
        yield* [at(17n), at(40n), at(900n), at(1_000n)];
      },
    });
    const read: [bigint, bigint][] = [];
    for await (const { position } of log.scan()) read.push([position, log.position]);
    expect(read).toEqual([
      [1n, 17n],
      [2n, 40n],
      [3n, 900n],
    ]);
  });
});
