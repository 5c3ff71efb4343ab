import fc from 'fast-check';
import type { AnswerControl } from '#http-client';
import { MemoryBudget, RequestMemory } from '../../ground/memory-budget.js';
import { ChunkQueue, type ChunkSink } from './chunk-queue.js';
import { chunkSource } from './chunk-source.js';
import { UpstreamFault } from './upstream-fault.js';

/** A queue under a socket that can be paused, and what its sink was told. */
function opened() {
  const controller = { paused: false, pause: () => (controller.paused = true), resume: () => (controller.paused = false) };
  const budget = new MemoryBudget(1024 * 1024);
  const queue = new ChunkQueue(controller as unknown as AnswerControl, new RequestMemory(budget, 'a'));
  const told: string[] = [];
  const sink: ChunkSink = {
    chunk: (bytes) => void told.push(bytes.toString()),
    ended: () => void told.push('ended'),
    failed: (fault) => void told.push((fault as UpstreamFault).code),
  };
  return { controller, budget, queue, told, sink };
}

describe('a stream that is read as it comes', () => {
  it('is told in order and whole, with its end or its fault behind it, however often it is held, and leaves no memory taken', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('chunk', 'hold', 'go on'), { maxLength: 40 }),
        fc.boolean(),
        fc.nat(10),
        (steps, isCut, late) => {
          const { budget, queue, told, sink } = opened();
          const sent: string[] = [];
          steps.forEach((step, index) => {
            if (index === late) queue.readBy(sink);
            if (step === 'hold') queue.hold();
            else if (step === 'go on') queue.goOn();
            else {
              sent.push(String(index));
              queue.push(Buffer.from(String(index)));
            }
          });
          if (isCut) queue.fail(new UpstreamFault('UPSTREAM_CUT'));
          else queue.end();
          queue.readBy(sink);
          queue.goOn();
          expect(told).toEqual([...sent, isCut ? 'UPSTREAM_CUT' : 'ended']);
          expect(budget.usedBytes).toBe(0);
        },
      ),
    );
  });

  it('pauses its provider where its sink takes no more, and lets it go on behind that', () => {
    const { controller, budget, queue, told, sink } = opened();
    queue.readBy(sink);
    queue.hold();
    queue.push(Buffer.alloc(300 * 1024));
    expect([controller.paused, told.length, budget.usedBytes]).toEqual([true, 0, 300 * 1024]);
    queue.goOn();
    expect([controller.paused, told.length, budget.usedBytes]).toEqual([false, 1, 0]);
  });

  it('tells nothing more to who has left', () => {
    const { queue, told, sink } = opened();
    queue.readBy({ ...sink, chunk: () => queue.leave() });
    queue.push(Buffer.from('1'));
    queue.push(Buffer.from('2'));
    queue.end();
    expect(told).toEqual([]);
  });

  it('is held as well where it comes out of a decoder, and handed on to another sink', async () => {
    async function* decoded(): AsyncGenerator<Buffer> {
      yield Buffer.from('1');
      yield Buffer.from('2');
      await Promise.resolve();
      throw new UpstreamFault('UPSTREAM_CUT');
    }
    const { told, sink } = opened();
    const source = chunkSource(decoded());
    const first = Promise.withResolvers<void>();
    source.readBy({
      ...sink,
      chunk: (bytes) => {
        sink.chunk(bytes);
        source.hold();
        first.resolve();
      },
    });
    await first.promise;
    await new Promise((resolve) => setImmediate(resolve));
    expect(told).toEqual(['1']);
    source.readBy(sink);
    await new Promise((resolve) => setImmediate(resolve));
    expect(told).toEqual(['1', '2', 'UPSTREAM_CUT']);
  });
});
