import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { openEventStoreDb } from '#event-store/eventstoredb';
import { type EventStoreDbStore } from '../../libs/event-store/eventstoredb/eventstoredb.event-store.js';
import { StreamWriter, unsealed } from '../../libs/event-store/testing/stream-writer.js';
import { firstLine } from '../support/child.js';
import { until } from '../support/eventstoredb/until.js';

const PROGRAM = fileURLToPath(new URL('../../dist/test/support/eventstoredb/server.program.js', import.meta.url));

let child: ChildProcess;
let store: EventStoreDbStore;
let control: string;
beforeAll(async () => {
  const started = spawn(process.execPath, [PROGRAM, '0', '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
  child = started;
  const told = JSON.parse(await firstLine(started)) as { url: string; control: string };
  control = told.control;
  store = await openEventStoreDb({ url: told.url });
});
afterAll(async () => {
  await store?.close();
  child.kill();
  await once(child, 'exit');
});

/** For an append that nobody answers: long enough to send it. */
const SOON = { timeoutMs: 1_000 };

const order = (name: string, body?: object) => fetch(`${control}/${name}`, { method: 'POST', ...(body && { body: JSON.stringify(body) }) });

describe('the server as a process of its own', () => {
  it('goes down and comes back with what it held', async () => {
    const writer = new StreamWriter(store, 'a');
    await writer.append(...unsealed('Made', { n: 1 }));
    await order('down');
    await until(async () => !(await isThere()));
    await expect(store.head()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await order('up');
    await until(isThere);
    expect(await store.readStream('a')).toHaveLength(1);
  });

  it('stands still while it is stopped, and goes on: what was in doubt meanwhile is known again', async () => {
    const writer = new StreamWriter(store, 'c');
    await writer.append(...unsealed('Made', { n: 1 }));
    const events = writer.seal(...unsealed('Made', { n: 2 }));
    child.kill('SIGSTOP');
    await expect(store.append('c', events, 0n, SOON)).rejects.toMatchObject({ code: 'AMBIGUOUS' });
    child.kill('SIGCONT');
    await until(() =>
      store.append('c', events, 0n).then(
        ({ revision }) => revision === 1n,
        () => false,
      ),
    );
    expect(await store.readStream('c')).toHaveLength(2);
  });

  it('takes faults by its control port, and names those that it does not have', async () => {
    await order('faults', { lostAcks: 1 });
    const events = new StreamWriter(store, 'd').seal(...unsealed('Made', { n: 1 }));
    await expect(store.append('d', events, 'no_stream', SOON)).rejects.toMatchObject({ code: 'AMBIGUOUS' });
    expect(await (await order('no-faults')).json()).toMatchObject({ isUp: true, faults: { lostAcks: 0 } });
    expect((await order('faults', { lostAxe: 1 })).status).toBe(400);
    expect(await (await order('explode')).text()).toMatch(/There is no explode: faults, up, down/);
  });
});

function isThere(): Promise<boolean> {
  return store.ping(200).then(
    () => true,
    () => false,
  );
}
