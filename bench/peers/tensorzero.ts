import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Contender, Stage } from '../contenders/contender.js';
import { requestBody, UPSTREAM_MODEL } from '../payloads/payload.js';
import { until } from '../harness/processes.js';
import { pythonPackages } from './install.js';

const VERSION = '2026.6.0';
const OPENAI = 'openai==3.54.0';
const START_MS = 30_000;

/** The wheel carries the gateway as a native library and serves HTTP from it, on threads and a port of its own; Python only waits. */
const PROGRAM = `import signal, sys
from openai import OpenAI
from tensorzero import patch_openai_client
client = patch_openai_client(OpenAI(api_key="unused"), config_file=sys.argv[1], async_setup=False)
print("LISTENING", client.base_url, flush=True)
signal.pause()
`;

export async function startTensorZero({ processes, upstream }: Stage): Promise<Contender> {
  const folder = await pythonPackages(processes, 'tensorzero', [`tensorzero==${VERSION}`, OPENAI]);
  const program = join(processes.workspace, 'serve-tensorzero.py');
  const configuration = join(processes.workspace, 'tensorzero.toml');
  writeFileSync(program, PROGRAM);
  writeFileSync(
    configuration,
    `[gateway]
observability.enabled = false
[models.bench]
routing = ["upstream"]
[models.bench.providers.upstream]
type = "openai"
api_base = "${upstream}/v1/"
model_name = "${UPSTREAM_MODEL}"
api_key_location = "none"
`,
  );
  const child = await processes.start('tensorzero', join(folder, 'bin', 'python'), [program, configuration]);
  const listening = (): string | undefined => /^LISTENING (\S+)$/m.exec(child.output())?.[1];
  const base = await until(child, 'listens', START_MS, () => Promise.resolve(listening()));
  const body = requestBody('tensorzero::model_name::bench');
  const headers = { 'content-type': 'application/json' };
  return { name: `TensorZero ${VERSION}`, process: child, targets: { plain: { url: `${base}chat/completions`, headers, body } } };
}
