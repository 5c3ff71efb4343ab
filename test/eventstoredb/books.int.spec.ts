import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { verify, type Finding } from '#audit';
import type { EventStore } from '#event-store';
import { openEventStoreDb } from '#event-store/eventstoredb';
import { type EventStoreDbStore } from '../../libs/event-store/eventstoredb/eventstoredb.event-store.js';
import { PROJECTIONS, currentShape } from '#projections';
import { ProjectionRunner, rebuildAndCompare } from '#projecting';
import { writeRandomLog } from '../../libs/audit/testing/random-log.js';
import { Random } from '../../libs/audit/testing/random.js';
import { createMemoryReadModels } from '../../libs/read-model/memory/index.js';
import { EventStoreServer } from '../support/eventstoredb/event-store-server.js';

let server: EventStoreServer;
let store: EventStoreDbStore;
let ambiguous = 0;

/** Every tenth append of an account is lost with the call that it goes over, before or after it is written. */
function losing(inner: EventStoreDbStore, random: Random): EventStore {
  return {
    ...inner,
    gapless: inner.gapless,
    certain: inner.certain,
    probe: () => inner.probe(),
    close: () => inner.close(),
    append: async (stream, events, expected) => {
      const dice = stream.startsWith('account-') ? random.below(20) : 20;
      if (dice === 0) server.faults.brokenCalls = 1;
      if (dice === 1) {
        server.faults.lostAcks = 1;
        const off = server.log.onChange(() => {
          off();
          setImmediate(() => server.breakBatches());
        });
      }
      return inner.append(stream, events, expected, { timeoutMs: 2_000 }).catch((fault: Error & { code: string }) => {
        if (fault.code === 'AMBIGUOUS') ambiguous += 1;
        throw fault;
      });
    },
  };
}

async function findings(): Promise<Finding[]> {
  const found: Finding[] = [];
  await verify(store, { onFinding: (finding) => found.push(finding) });
  return found;
}

beforeAll(async () => {
  server = await EventStoreServer.start();
  store = await openEventStoreDb({ url: server.url });
  await writeRandomLog(losing(store, new Random(7)), { seed: 7, accounts: 3, steps: 250 });
});
afterAll(async () => {
  await store.close();
  server.down();
});

describe('the books, written through a store that loses answers', () => {
  it('hold: every chain, every entry, every charge', async () => {
    expect(ambiguous).toBeGreaterThan(5);
    expect(await findings()).toEqual([]);
  });

  it('are folded alike by a projector that stopped midway and by one that did not', async () => {
    const live = createMemoryReadModels();
    const options = { events: store, models: live, projections: PROJECTIONS, pageEvents: 50, upcast: currentShape };
    const first = await ProjectionRunner.open(options);
    for (let step = 0; step < 3; step += 1) await first.step();
    await first.flush();
    const again = await ProjectionRunner.open(options);
    expect(again.checkpoints().map(({ position }) => position > 0n)).not.toContain(false);
    await again.run();
    const head = await store.head();
    expect(again.checkpoints().map(({ position, stopped }) => [position, stopped])).toEqual(PROJECTIONS.map(() => [head, null]));
    const scratch = createMemoryReadModels();
    const rebuilt = await rebuildAndCompare({ events: store, live, scratch, projections: PROJECTIONS, upcast: currentShape });
    expect(rebuilt.map(({ problem }) => problem)).toEqual(PROJECTIONS.map(() => undefined));
  });

  it('name the event of which a byte was changed on the server, and no other', async () => {
    const random = new Random(11);
    for (let round = 0; round < 10; round += 1) {
      const event = server.log.all[random.below(server.log.all.length)];
      if (!event || event.stream.startsWith('$')) continue;
      const at = random.below(event.data.length);
      const before = event.data[at] ?? 0;
      event.data[at] = before ^ (1 + random.below(127));
      expect(await findings()).toEqual([expect.objectContaining({ stream: event.stream, revision: event.revision, id: event.id })]);
      event.data[at] = before;
    }
  });
});
