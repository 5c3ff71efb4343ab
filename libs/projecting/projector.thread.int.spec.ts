import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ProjectorThread } from './projector.thread.js';
import type { ProjectorTrouble } from './projector.troubles.js';
import { readerOf } from './testing/events-in-memory.js';

const folder = mkdtempSync(join(tmpdir(), 'projector-thread-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A worker that says where it stands after each message, as told by the script. */
function worker(name: string, body: string): URL {
  const file = join(folder, `${name}.mjs`);
  const at = `const at = (position, more = {}) => [{ name: 'p', version: 1, lazy: false, position, eventId: null, live: true, stopped: null, parked: [], compared: null, ...more }];`;
  writeFileSync(file, `import { parentPort as port, workerData } from 'node:worker_threads';\n${at}\n${body}`);
  return pathToFileURL(file);
}

const started: ProjectorThread[] = [];
afterEach(async () => void (await Promise.all(started.splice(0).map((thread) => thread.close()))));

async function start(url: URL, troubles: ProjectorTrouble[] = []): Promise<ProjectorThread> {
  const thread = await ProjectorThread.start({
    worker: url,
    eventsFile: join(folder, 'events.db'),
    readModelsFile: '',
    events: readerOf([]),
    onTrouble: (trouble) => troubles.push(trouble),
  });
  started.push(thread);
  return thread;
}

describe('the projector thread, seen from the main thread', () => {
  it('lets reads wait until a position is folded, and says so when it takes too long', async () => {
    const thread = await start(
      worker(
        'patient',
        `port.postMessage({ opened: at(1n) });
         port.on('message', (message) => message.stop ? port.close() : message.wanted === 5n && port.postMessage({ projected: at(5n), idle: true }));`,
      ),
    );
    expect(await thread.waitFor(1n, 1)).toBe(true);
    expect(await thread.waitFor(9n, 20)).toBe(false);
    expect(await thread.waitFor(5n, 30_000)).toBe(true);
  });

  it('wakes an idle projector once for any number of appends', async () => {
    const thread = await start(
      worker(
        'woken',
        `let wakes = 0n; port.postMessage({ opened: at(0n) }); port.postMessage({ projected: at(1n), idle: true });
         port.on('message', (message) => {
           if (message.stop) return port.close();
           if (message.wake) port.postMessage({ projected: at(100n + (wakes += 1n)), idle: false });
         });`,
      ),
    );
    expect(await thread.waitFor(1n, 30_000)).toBe(true);
    for (let head = 1n; head < 50n; head += 1n) thread.headMoved(head);
    expect(await thread.waitFor(101n, 30_000)).toBe(true);
    expect(await thread.waitFor(102n, 300)).toBe(false);
  });

  it('starts a thread that died again, tells why, and goes on answering', async () => {
    const troubles: ProjectorTrouble[] = [];
    const state = join(folder, 'died-once');
    const thread = await start(
      worker(
        'mortal',
        `import { existsSync, writeFileSync } from 'node:fs';
         const again = existsSync(${JSON.stringify(state)});
         port.postMessage({ opened: at(again ? 7n : 1n) });
         port.on('message', (message) => message.stop && port.close());
         if (!again) { writeFileSync(${JSON.stringify(state)}, ''); setTimeout(() => { throw new Error('struck by lightning'); }, 10); }`,
      ),
      troubles,
    );
    expect(await thread.waitFor(7n, 30_000)).toBe(true);
    expect(troubles).toEqual([{ kind: 'died', message: 'struck by lightning' }]);
    expect(await thread.status()).toMatchObject({ state: 'running', restarts: 1 });
  });

  it('fails to start, with the reason, when it cannot open its files', async () => {
    const url = worker(
      'broken',
      `port.postMessage({ fault: { code: 'READ_MODEL_UNAVAILABLE', message: 'the disk is full' } }); port.close();`,
    );
    await expect(start(url)).rejects.toMatchObject({ code: 'READ_MODEL_UNAVAILABLE', message: 'the disk is full' });
  });

  it('is not ready, and tells it once, when a projection stopped; whoever waits for it waits in vain', async () => {
    const troubles: ProjectorTrouble[] = [];
    const poison = `{ position: '3', stream: 's', revision: '1', type: 'T', message: 'no' }`;
    const body = `const stopped = ${poison}; port.postMessage({ opened: at(2n, { stopped }) }); port.postMessage({ projected: at(2n, { stopped }), idle: true });
      port.on('message', (message) => message.stop && port.close());`;
    const thread = await start(worker('poisoned', body), troubles);
    expect(await thread.waitFor(3n, 20)).toBe(false);
    expect(await thread.problem()).toBe('projections stand still: p');
    expect((await thread.status()).projections).toMatchObject([{ state: 'stopped', poison: { type: 'T' } }]);
    expect(troubles).toEqual([{ kind: 'stopped', message: 'p stopped at T, revision 1 of s: no' }]);
  });
});
