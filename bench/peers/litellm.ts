import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chatTarget, type Contender, type Stage } from '../contenders/contender.js';
import { MODEL, UPSTREAM_MODEL } from '../payloads/payload.js';
import { freePort, untilListening } from '../harness/processes.js';
import { pythonPackages } from './install.js';

/** The newest whose proxy extra can be installed from PyPI as it stands. */
const VERSION = '1.106.2';
const START_MS = 90_000;
const MASTER_KEY = 'sk-bench-0123456789abcdef0123456789abcdef';

/** One worker, as `litellm --config` starts it. It refuses to run without a master key, so requests carry it. */
export async function startLiteLlm({ processes, upstream }: Stage): Promise<Contender> {
  const folder = await pythonPackages(processes, 'litellm', [`litellm[proxy]==${VERSION}`]);
  const port = await freePort();
  const configuration = join(processes.workspace, 'litellm.json');
  const parameters = { model: `openai/${UPSTREAM_MODEL}`, api_base: `${upstream}/v1`, api_key: 'sk-bench' };
  // JSON is YAML, which is what it reads.
  writeFileSync(configuration, JSON.stringify({ model_list: [{ model_name: MODEL, litellm_params: parameters }] }));
  const args = ['--config', configuration, '--host', '127.0.0.1', '--port', String(port)];
  const env = {
    ...process.env,
    LITELLM_MASTER_KEY: MASTER_KEY,
    LITELLM_LOCAL_MODEL_COST_MAP: 'True',
    LITELLM_TELEMETRY: 'False',
    LITELLM_LOG: 'ERROR',
  };
  const child = await processes.start('litellm', join(folder, 'bin', 'litellm'), args, { env });
  await untilListening(child, port, START_MS);
  const headers = { authorization: `Bearer ${MASTER_KEY}` };
  return { name: `LiteLLM ${VERSION}`, process: child, targets: { plain: chatTarget(`http://127.0.0.1:${port}`, headers) } };
}
