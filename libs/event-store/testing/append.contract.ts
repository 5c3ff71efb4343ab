import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { positions, StreamWriter, unsealed } from './stream-writer.js';
import { seal } from '../chain.js';
import { MAX_BYTES_PER_APPEND, MAX_EVENTS_PER_APPEND, type EventStore, type SealedEvent } from '../event-store.port.js';

/** For engines that pipeline; the others look at revisions alone, and nothing may be sent behind what they have not answered. */
function pipelineContract(open: () => Promise<EventStore>): void {
  let store: EventStore;
  beforeEach(async () => void (store = await open()));
  afterEach(() => store.close());
  const two = (writer: StreamWriter) => {
    const first = writer.seal(...unsealed('Made', { n: 1 }, { n: 2 }));
    const behind = (first.at(-1) as SealedEvent).hash;
    const next = seal(writer.stream, { revision: writer.tip.revision + 2n, hash: behind }, unsealed('Made', { n: 3 })).events;
    return { first, next, behind };
  };

  describe('an append behind one that is not answered', () => {
    it('is written behind its events', async () => {
      if (!store.pipelines) return;
      const { first, next, behind } = two(new StreamWriter(store, 'a'));
      const answers = await Promise.all([store.append('a', first, 'no_stream'), store.append('a', next, 1n, { behind })]);
      expect(answers).toMatchObject([{ revision: 1n }, { revision: 2n }]);
      await expect(store.append('a', next, 1n, { behind })).resolves.toEqual({ ...answers[1], duplicate: true });
    });

    it('conflicts where that one does, though the stream stands at its revision', async () => {
      if (!store.pipelines) return;
      const writer = new StreamWriter(store, 'a');
      const { first, next, behind } = two(writer);
      await new StreamWriter(store, 'a').append(...unsealed('Made', { n: 'other' }, { n: 'other' }));
      const settled = await Promise.allSettled([store.append('a', first, 'no_stream'), store.append('a', next, 1n, { behind })]);
      expect(settled).toMatchObject([{ reason: { code: 'CONFLICT' } }, { reason: { code: 'CONFLICT', actual: 1n } }]);
      expect(await positions(store)).toHaveLength(2);
    });

    it('conflicts where that one was never sent, in a stream that is not there, and after others have been written', async () => {
      if (!store.pipelines) return;
      const { first, next, behind } = two(new StreamWriter(store, 'a'));
      await expect(store.append('a', first, 'no_stream', { behind })).rejects.toMatchObject({ code: 'CONFLICT' });
      await expect(store.append('a', next, 1n, { behind })).rejects.toMatchObject({ code: 'CONFLICT' });
      await store.append('a', first, 'no_stream');
      await new StreamWriter(store, 'b').append(...unsealed('Made', { n: 1 }));
      await expect(store.append('a', next, 1n, { behind })).resolves.toMatchObject({ revision: 2n });
    });
  });
}

export function appendContract(open: () => Promise<EventStore>): void {
  pipelineContract(open);

  let store: EventStore;
  beforeEach(async () => void (store = await open()));
  afterEach(() => store.close());

  describe('appending', () => {
    it('starts a stream only under no_stream', async () => {
      const sealed = new StreamWriter(store, 'a').seal(...unsealed('Made', { n: 1 }));
      await expect(store.append('a', sealed, 0n)).rejects.toMatchObject({ code: 'CONFLICT', stream: 'a', expected: 0n });
      const appended = await store.append('a', sealed, 'no_stream');
      expect(appended).toEqual({ revision: 0n, position: await store.head(), duplicate: false });
    });

    it('takes -1, the revision of an empty tip, for no_stream', async () => {
      const sealed = new StreamWriter(store, 'a').seal(...unsealed('Made', { n: 1 }));
      await expect(store.append('a', sealed, -1n)).resolves.toMatchObject({ revision: 0n });
      await expect(store.append('a', sealed, -2n)).rejects.toThrow(RangeError);
    });

    it('continues a stream only at its last revision', async () => {
      const writer = new StreamWriter(store, 'a');
      await writer.append(...unsealed('Made', { n: 1 }, { n: 2 }));
      const other = writer.seal(...unsealed('Made', { n: 3 }));
      for (const wrong of ['no_stream', 0n, 2n, 99n] as const) {
        await expect(store.append('a', other, wrong)).rejects.toMatchObject({ code: 'CONFLICT', expected: wrong });
      }
      const appended = await store.append('a', other, 1n);
      expect(appended).toEqual({ revision: 2n, position: await store.head(), duplicate: false });
    });

    it('answers the same events at the same revision again without writing them', async () => {
      const writer = new StreamWriter(store, 'a');
      const first = writer.seal(...unsealed('Made', { n: 1 }, { n: 2 }));
      await writer.append(...unsealed('Made', { n: 0 }));
      await expect(store.append('a', first, 'no_stream')).rejects.toMatchObject({ code: 'CONFLICT' });
      const sealed = writer.seal(...unsealed('Made', { n: 1 }, { n: 2 }));
      const written = await store.append('a', sealed, 0n);
      await new StreamWriter(store, 'b').append(...unsealed('Made', { n: 3 }));
      await expect(store.append('a', sealed, 0n)).resolves.toEqual({ ...written, duplicate: true });
      expect(await positions(store)).toHaveLength(4);
    });

    it('knows a duplicate that was written in other portions, and refuses one that is only partly there', async () => {
      const writer = new StreamWriter(store, 'a');
      const sealed = writer.seal(...unsealed('Made', { n: 0 }, { n: 1 }, { n: 2 }, { n: 3 }));
      await store.append('a', sealed.slice(0, 2), 'no_stream');
      await store.append('a', sealed.slice(2, 3), 1n);
      const [, second, third] = await positions(store);
      await expect(store.append('a', sealed.slice(0, 3), 'no_stream')).resolves.toEqual({ revision: 2n, position: third, duplicate: true });
      await expect(store.append('a', sealed.slice(1, 3), 0n)).resolves.toMatchObject({ duplicate: true });
      await expect(store.append('a', sealed.slice(1, 2), 0n)).resolves.toEqual({ revision: 1n, position: second, duplicate: true });
      await expect(store.append('a', sealed, 'no_stream')).rejects.toMatchObject({ code: 'CONFLICT' });
    });

    it('tells the position under which the last event of an append is read', async () => {
      const writer = new StreamWriter(store, 'a');
      const { position } = await writer.append(...unsealed('Made', { n: 1 }, { n: 2 }, { n: 3 }));
      expect((await store.readStream('a')).at(-1)?.position).toBe(position);
      expect((await store.readAll({ after: 0n, max: 10 })).events.at(-1)?.position).toBe(position);
      expect(await store.head()).toBe(position);
    });

    it('lets a conflict fail alone among appends that are written together', async () => {
      const writers = Array.from({ length: 20 }, (_, index) => new StreamWriter(store, `s-${index}`));
      await writers[7]?.append(...unsealed('Made', { n: 'first' }));
      const results = await Promise.allSettled(
        writers.map((writer) =>
          store.append(writer.stream, new StreamWriter(store, writer.stream).seal(...unsealed('Made', { n: 1 }, { n: 2 })), 'no_stream'),
        ),
      );
      expect(results.flatMap((result, index) => (result.status === 'rejected' ? [index] : []))).toEqual([7]);
      expect(await positions(store)).toHaveLength(39);
    });

    it('lets one of many that append at the same revision win', async () => {
      const contenders = Array.from({ length: 50 }, () => new StreamWriter(store, 'a').seal(...unsealed('Made', { n: 1 })));
      const results = await Promise.allSettled(contenders.map((sealed) => store.append('a', sealed, 'no_stream')));
      expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
      expect(await store.readStream('a')).toHaveLength(1);
    });

    it('writes appends of one stream in the order in which they were given, without waiting in between', async () => {
      const writer = new StreamWriter(store, 'a');
      const sealed = writer.seal(...unsealed('Made', ...Array.from({ length: 100 }, (_, n) => ({ n }))));
      await Promise.all(sealed.map((event, index) => store.append('a', [event], BigInt(index) - 1n)));
      expect((await store.readStream('a')).map((event) => event.data.n)).toEqual(Array.from({ length: 100 }, (_, n) => n));
    });

    it('writes nothing of an append that is too large, and takes one that is just not', async () => {
      const writer = new StreamWriter(store, 'a');
      const many = writer.seal(...unsealed('Made', ...Array.from({ length: MAX_EVENTS_PER_APPEND + 1 }, (_, n) => ({ n }))));
      await expect(store.append('a', many, 'no_stream')).rejects.toMatchObject({ code: 'APPEND_TOO_LARGE' });
      const big = writer.seal(...unsealed('Made', { text: 'ü'.repeat(MAX_BYTES_PER_APPEND / 2) }));
      await expect(store.append('a', big, 'no_stream')).rejects.toMatchObject({ code: 'APPEND_TOO_LARGE' });
      await expect(store.append('a', [], 'no_stream')).rejects.toThrow(RangeError);
      expect(await store.head()).toBe(0n);
      await store.append('a', many.slice(0, MAX_EVENTS_PER_APPEND), 'no_stream');
      await new StreamWriter(store, 'b').append(...unsealed('Made', { text: 'ü'.repeat(MAX_BYTES_PER_APPEND / 2 - 500) }));
      expect(await positions(store)).toHaveLength(MAX_EVENTS_PER_APPEND + 1);
    });

    it('is Unavailable once closed, after writing what it had taken', async () => {
      const writer = new StreamWriter(store, 'a');
      const sealed = writer.seal(...unsealed('Made', { n: 1 }));
      const taken = store.append('a', sealed, 'no_stream');
      const closed = store.close();
      await expect(taken).resolves.toMatchObject({ revision: 0n });
      await closed;
      await expect(store.append('a', sealed, 'no_stream')).rejects.toMatchObject({ code: 'UNAVAILABLE' });
      await expect(store.head()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
      await store.close();
    });
  });
}
