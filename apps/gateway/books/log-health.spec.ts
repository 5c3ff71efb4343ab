import { UnavailableError } from '#event-store';
import { createMemoryEventStore } from '#event-store/memory';
import { LogHealth } from './log-health.js';

const APPEND = { id: 'a', type: 'Made', data: '{}', metadata: '{}', hash: '' };

/** A log whose probes and appends meet what is wrong at the moment. */
function aLog(freshMs = 0) {
  const wrong: { now: string | undefined } = { now: undefined };
  const logged: string[] = [];
  let probes = 0;
  const inner = createMemoryEventStore();
  const meet = async (): Promise<void> => {
    if (wrong.now !== undefined) throw new UnavailableError(wrong.now);
  };
  const store = {
    ...new LogHealth(inner, log() as never).watched(),
    append: (...append: Parameters<typeof inner.append>) => meet().then(() => inner.append(...append)),
    probe: () => ((probes += 1), meet()),
  };
  function log() {
    return {
      error: (facts: object) => void logged.push((facts as { problem: string }).problem),
      info: (_facts: object, text: string) => void logged.push(text),
    };
  }
  const health = new LogHealth(store, log() as never, freshMs);
  return { wrong, logged, health, probes: () => probes };
}

describe('the health of the log', () => {
  it('is what a write would meet now', async () => {
    const { health, wrong } = aLog();
    expect(await health.problem()).toBeUndefined();
    wrong.now = 'the disk is full';
    expect(await health.problem()).toBe('the disk is full');
    wrong.now = undefined;
    expect(await health.problem()).toBeUndefined();
    health.close();
  });

  it('is told without the addresses and paths that the log has', async () => {
    const { health, wrong, logged } = aLog();
    wrong.now = 'Cannot open the events in /srv/data/events.db: the server cannot be reached (connect ECONNREFUSED 10.0.0.5:2113)';
    expect(await health.problem()).toBe('Cannot open the events: the server cannot be reached');
    expect(logged).toEqual([wrong.now]);
    health.close();
  });

  it('is tried once, however many ask at once', async () => {
    const { health, probes } = aLog(60_000);
    await Promise.all([health.problem(), health.problem(), health.problem()]);
    await health.problem();
    expect(probes()).toBe(1);
  });

  it('is logged when it changes, and not again with other numbers', async () => {
    const { health, wrong, logged } = aLog();
    for (const problem of [undefined, 'full: 7 KiB', 'full: 5.5 KiB', 'locked', 'locked', undefined, undefined]) {
      wrong.now = problem;
      await health.problem();
    }
    expect(logged).toEqual(['full: 7 KiB', 'locked', 'The event log takes writes again']);
    health.close();
  });

  it('is looked into when a write fails, though nobody asks, until it is over', async () => {
    const { health, wrong, logged } = aLog(5);
    const store = health.watched();
    await store.append('a', [APPEND], 'no_stream');
    wrong.now = 'locked';
    await expect(store.append('a', [APPEND], 0n)).rejects.toThrow('locked');
    await expect(store.append('a', [APPEND], 7n)).rejects.toThrow('locked');
    // The looking itself goes on behind the write: what is over before it looks was never there.
    while (logged.length < 1) await new Promise((resolve) => setTimeout(resolve, 1));
    wrong.now = undefined;
    while (logged.length < 2) await new Promise((resolve) => setTimeout(resolve, 1));
    expect(logged).toEqual(['locked', 'The event log takes writes again']);
    health.close();
  });

  it('is no longer as it was, however fresh, once a write has failed: looked into once for all that failed', async () => {
    const { health, wrong, probes } = aLog(60_000);
    expect(await health.problem()).toBeUndefined();
    wrong.now = 'the disk is full';
    const appends = [7n, 8n, 9n].map((revision) => health.watched().append('a', [APPEND], revision));
    expect((await Promise.allSettled(appends)).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(await health.problem()).toBe('the disk is full');
    expect(probes()).toBe(2);
    health.close();
  });

  it('is no trouble where a stream only stands elsewhere', async () => {
    const { health, probes } = aLog();
    await expect(health.watched().append('a', [APPEND], 7n)).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(probes()).toBe(0);
    health.close();
  });
});
