import { Worker } from 'node:worker_threads';
import type { Sandbox } from './sandbox.js';

/** Starts the built-in provider in a thread of its own: like any provider, it takes no time of those who wait for the gateway. */
export async function startSandbox(): Promise<Sandbox> {
  const worker = new Worker(workerUrl());
  const port = await new Promise<number>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
  worker.unref();
  const origin = `http://127.0.0.1:${port}`;
  return {
    baseUrl: `${origin}/v1`,
    origin,
    close: async () => {
      await worker.terminate();
    },
  };
}

/** Tests run the sources: the thread runs what was built of them. */
function workerUrl(): URL {
  const url = new URL('./sandbox.worker.js', import.meta.url);
  if (import.meta.url.endsWith('.ts')) url.pathname = url.pathname.replace(/\/libs\/sandbox\//, '/dist$&');
  return url;
}
