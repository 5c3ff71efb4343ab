import { fileURLToPath } from 'node:url';
import { freePort, untilListening } from '../processes.js';
import { chatTarget, type Contender, type Stage } from './contender.js';

const START_MS = 10_000;

export async function startBareProxy({ processes, upstream }: Stage): Promise<Contender> {
  const port = await freePort();
  const program = fileURLToPath(new URL('../bare-proxy.js', import.meta.url));
  const env = { ...process.env, PORT: String(port), BENCH_UPSTREAM: upstream };
  const child = await processes.start('bare-proxy', process.execPath, [program], { env });
  await untilListening(child, port, START_MS);
  return { name: 'bare Nest + undici', target: chatTarget(`http://127.0.0.1:${port}`), process: child };
}
