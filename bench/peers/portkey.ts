import { join } from 'node:path';
import { chatTarget, type Contender, type Stage } from '../contenders/contender.js';
import { UPSTREAM_MODEL } from '../payloads/payload.js';
import { freePort, untilListening } from '../harness/processes.js';
import { npmPackages } from './install.js';

const VERSION = '1.15.2';
const START_MS = 20_000;

/** On the same Node as the gateway; the upstream is named by the headers of each request. */
export async function startPortkey({ processes, upstream }: Stage): Promise<Contender> {
  const folder = await npmPackages(processes, 'portkey', [`@portkey-ai/gateway@${VERSION}`]);
  const port = await freePort();
  const program = join(folder, 'node_modules', '@portkey-ai', 'gateway', 'build', 'start-server.js');
  const child = await processes.start('portkey', process.execPath, [program, '--headless', `--port=${port}`]);
  await untilListening(child, port, START_MS);
  const headers = { authorization: 'Bearer sk-bench', 'x-portkey-provider': 'openai', 'x-portkey-custom-host': `${upstream}/v1` };
  return {
    name: `Portkey ${VERSION}`,
    process: child,
    targets: { plain: chatTarget(`http://127.0.0.1:${port}`, headers, UPSTREAM_MODEL) },
  };
}
