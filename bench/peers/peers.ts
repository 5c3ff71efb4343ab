import type { Contender, Stage } from '../contenders/contender.js';
import { tryOnce } from '../contenders/comparison.js';
import { startLiteLlm } from './litellm.js';
import { startPortkey } from './portkey.js';
import { startTensorZero } from './tensorzero.js';

/** A peer that cannot be installed or started is named with its reason, and the bench goes on. None of them keeps records here. */
const PEERS = [
  { name: '@portkey-ai/gateway', start: startPortkey },
  { name: 'LiteLLM', start: startLiteLlm },
  { name: 'TensorZero', start: startTensorZero },
] as const;

export async function startPeers(stage: Stage, progress: (line: string) => void, notes: string[]): Promise<Contender[]> {
  const started: Contender[] = [];
  for (const { name, start } of PEERS) {
    progress(`installing and starting ${name}`);
    try {
      const peer = await start(stage);
      await tryOnce(peer);
      started.push(peer);
    } catch (error) {
      notes.push(`${name} is not measured: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  if (started.length > 0) notes.push('The peers run without a database: they forward, and keep no record of it.');
  return started;
}
