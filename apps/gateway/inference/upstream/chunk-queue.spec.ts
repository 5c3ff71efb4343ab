import type { AnswerControl } from '#http-client';
import { deadlines } from '#streams';
import { MemoryBudget, RequestMemory } from '../../ground/memory-budget.js';
import { ChunkQueue } from './chunk-queue.js';
import { UpstreamFault } from './upstream-fault.js';

const PIECE = 200 * 1024;

describe('pieces of a stream', () => {
  it('are told in their order, also where a connection that goes on delivers at once', () => {
    const sent = Array.from({ length: 6 }, (_, index) => Buffer.alloc(PIECE, index));
    const told: number[] = [];
    const controller = {
      paused: false,
      pause: () => (controller.paused = true),
      resume: () => {
        controller.paused = false;
        while (!controller.paused && sent.length > 0) queue.push(sent.shift() as Buffer);
      },
    };
    const memory = new RequestMemory(new MemoryBudget(64 * 1024 * 1024), 'a');
    const queue = new ChunkQueue(controller as unknown as AnswerControl, memory);
    controller.resume();
    queue.readBy({ chunk: (bytes) => void told.push(bytes[0] as number), ended: () => undefined, failed: () => undefined });
    expect(told).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it.each(['end', 'fault'] as const)('are awaited behind whoever has left no longer than until their %s', (how) => {
    const controller = { paused: false, abort: () => undefined };
    const memory = new RequestMemory(new MemoryBudget(1024), 'a');
    const queue = new ChunkQueue(controller as unknown as AnswerControl, memory);
    const before = deadlines.size;
    queue.leave();
    expect(deadlines.size).toBe(before + 1);
    if (how === 'end') queue.end();
    else queue.fail(new UpstreamFault('UPSTREAM_CUT'));
    expect(deadlines.size).toBe(before);
  });
});
