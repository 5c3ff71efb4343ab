import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exitOf } from '../../support/child.js';
import { freePort } from '../../support/gateway/gateway.process.js';
import { until } from '../../support/gateway/until.js';
import { readRoot } from './compose.js';
import type { NameServer } from './name-server.js';

/** `npm run test:deploy` names it. */
const NGINX = process.env['TOKENOK_NGINX'] ?? 'nginx';

/**
 * docker/nginx.conf as the image runs it, but for places (ports, the name server, the folder for its own files), and with
 * one worker: each has a memory of its own of what a name means, and no test can see when the last has asked again.
 */
export class Balancer {
  #said = '';

  private constructor(
    readonly url: string,
    private readonly folder: string,
    private readonly child: ChildProcess,
  ) {
    child.stderr?.on('data', (chunk: Buffer) => (this.#said += chunk.toString()));
  }

  static async start(names: NameServer, gatewayPort: number): Promise<Balancer> {
    const folder = mkdtempSync(join(tmpdir(), 'tokenok-nginx-'));
    const port = await freePort();
    const file = configuration(folder, { port, gatewayPort, names: names.port });
    const child = spawn(NGINX, ['-e', 'stderr', '-c', file, '-g', 'daemon off;'], { stdio: ['ignore', 'ignore', 'pipe'] });
    const balancer = new Balancer(`http://127.0.0.1:${port}`, folder, child);
    let hasEnded = false;
    child.once('exit', () => (hasEnded = true));
    await until('nginx listens', async () => {
      if (hasEnded) throw new Error(`nginx ended: ${balancer.#said}`);
      return fetch(balancer.url).then(
        () => true,
        () => false,
      );
    });
    return balancer;
  }

  async stop(): Promise<void> {
    const ended = exitOf(this.child);
    this.child.kill('SIGTERM');
    await ended;
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** What nginx says of the file as it stands, with nothing replaced but its folder: names need not resolve. */
export function tested(): { readonly status: number | null; readonly stderr: string } {
  const folder = mkdtempSync(join(tmpdir(), 'tokenok-nginx-'));
  const { status, stderr } = spawnSync(NGINX, ['-t', '-e', 'stderr', '-c', configuration(folder)], { encoding: 'utf8' });
  rmSync(folder, { recursive: true, force: true });
  return { status, stderr };
}

interface Places {
  readonly port: number;
  readonly gatewayPort: number;
  readonly names: number;
}

function configuration(folder: string, places?: Places): string {
  // Workers of a master that root started are another user's, who may not read a folder of root's.
  let text = `user root;\n${readRoot('docker/nginx.conf')}`.replaceAll('/tmp/', `${folder}/`);
  if (process.getuid?.() !== 0) text = text.replace('user root;\n', '');
  if (places)
    text = text
      .replace('worker_processes auto;', 'worker_processes 1;')
      .replace('listen 8080;', `listen 127.0.0.1:${places.port};`)
      .replace('gateways:8080', `gateways:${places.gatewayPort}`)
      .replace('resolver 127.0.0.11 ', `resolver 127.0.0.1:${places.names} `);
  const file = join(folder, 'nginx.conf');
  writeFileSync(file, text);
  return file;
}
