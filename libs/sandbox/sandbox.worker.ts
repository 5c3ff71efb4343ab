import { parentPort } from 'node:worker_threads';
import { serveSandbox } from './sandbox.js';

const { origin } = await serveSandbox();
parentPort!.postMessage(Number(new URL(origin).port));
