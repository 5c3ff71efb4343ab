import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort, untilListening, type Child, type Processes } from '../harness/processes.js';
import { ownTargets, type Contender, type Stage } from './contender.js';
import { EXCHANGES } from '../payloads/loads.js';

const START_MS = 5_000;

/** The upstream: nginx answers from its configuration, a stream at once. Nothing that runs on Node comes near its speed. */
export async function startUpstream(processes: Processes): Promise<Contender> {
  const { child, origin } = await startNginx(processes, 'upstream', (port) => [
    `server { listen 127.0.0.1:${port} backlog=1024; location / { return 404; }`,
    ...Object.values(EXCHANGES).map(({ path, contentType, answer }) => {
      const pieces = piecesOf(answer).map((piece, index) => [`$piece_${index}`, piece] as const);
      const set = pieces.map(([name, piece]) => `set ${name} '${piece}';`).join(' ');
      return `location = ${path} { default_type '${contentType}'; ${set} return 200 "${pieces.map(([name]) => name).join('')}"; }`;
    }),
    '}',
  ]);
  return { name: 'upstream alone', targets: ownTargets(origin), process: child };
}

/** One word of its configuration may have 4,096 bytes. */
const piecesOf = (text: string): readonly string[] => text.match(/[^]{1,4000}/g) ?? [];

/** nginx as anyone would put it before an HTTP/1.1 service: a worker for each core, connections to the upstream are kept. */
export async function startNginxProxy(stage: Stage): Promise<Contender> {
  const { child, origin } = await serveNginxProxy(stage, 'proxy_buffering on;');
  return { name: 'nginx proxy', targets: ownTargets(origin), process: child };
}

/** Streams want `proxy_buffering off`, or nginx gathers their events. */
export function serveNginxProxy(
  { processes, upstream }: Stage,
  buffering: string,
): Promise<{ readonly child: Child; readonly origin: string }> {
  return startNginx(processes, 'nginx-proxy', (port) => [
    `upstream bench { server ${new URL(upstream).host}; keepalive 64; keepalive_requests 1000000000; }`,
    `server { listen 127.0.0.1:${port} backlog=1024; location / {`,
    `proxy_pass http://bench; proxy_http_version 1.1; proxy_set_header connection ""; ${buffering} } }`,
  ]);
}

async function startNginx(
  processes: Processes,
  name: string,
  servers: (port: number) => readonly string[],
): Promise<{ child: Child; origin: string }> {
  const port = await freePort();
  const folder = join(processes.workspace, name);
  mkdirSync(folder);
  const configuration = join(folder, 'nginx.conf');
  const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `${kind}_temp_path ${join(folder, kind)};`);
  writeFileSync(
    configuration,
    [
      'daemon off; worker_processes auto; error_log stderr warn;',
      `pid ${join(folder, 'nginx.pid')};`,
      'events { worker_connections 1024; }',
      'http {',
      'access_log off; default_type application/json; keepalive_requests 1000000000;',
      ...paths,
      ...servers(port),
      '}',
      '',
    ].join('\n'),
  );
  const child = await processes.start(name, 'nginx', ['-p', folder, '-c', configuration]);
  await untilListening(child, port, START_MS);
  return { child, origin: `http://127.0.0.1:${port}` };
}
