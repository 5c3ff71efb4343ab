import { Worker } from 'node:worker_threads';
import type { WriterData } from './sqlite.protocol.js';

export const startWriter = (workerData: WriterData): Worker => new Worker(workerUrl(), { name: 'event-writer', workerData });

/** A thread runs compiled code: under Jest, where this module is the source, that is its output below dist/. */
function workerUrl(): URL {
  const url = new URL('./sqlite.worker.js', import.meta.url);
  if (import.meta.url.endsWith('.ts')) url.pathname = url.pathname.replace(/\/libs\/event-store\/sqlite\//, '/dist$&');
  return url;
}
