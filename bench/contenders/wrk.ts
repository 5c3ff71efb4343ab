import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Processes } from '../harness/processes.js';
import { CONNECTIONS } from '../payloads/loads.js';
import type { LoadTarget } from './contender.js';

/** One thread is enough for 128 connections and leaves the other core to what is measured. */
const THREADS = 1;
const MARGIN_MS = 20_000;

/** What wrk saw of one load. */
export interface Load {
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
  /** Answers that came whole, whatever their status. */
  readonly answers: number;
  /** Of these, those with a status of 400 or above. */
  readonly refused: number;
  /** Connections that failed, broke or timed out. */
  readonly socketErrors: number;
}

export async function runWrk(
  processes: Processes,
  name: string,
  target: LoadTarget,
  { seconds, connections = CONNECTIONS }: { readonly seconds: number; readonly connections?: number },
): Promise<Load> {
  const script = join(processes.workspace, `${name}.lua`);
  writeFileSync(script, luaScript(target));
  const args = ['-t', String(THREADS), '-c', String(connections), '-d', `${seconds}s`, '--timeout', '10s', '-s', script, target.url];
  return parseLoad(await processes.run(`wrk-${name}`, 'wrk', args, { timeoutMs: seconds * 1_000 + MARGIN_MS }));
}

/** wrk counts statuses above 399 itself; a `response` function in Lua would cost it a third of its speed. */
function luaScript({ headers, body, bearers }: LoadTarget): string {
  const setHeaders = Object.entries(headers).map(([name, value]) => `wrk.headers[ ${quote(name)} ] = ${quote(value)}`);
  return `wrk.method = "POST"
wrk.body = ${quote(body)}
${setHeaders.join('\n')}
${bearers === undefined ? '' : inTurn(bearers)}
done = function(summary, latency, requests)
  local e = summary.errors
  io.write(string.format('\\nBENCH {"us":%d,"requests":%d,"status":%d,"sockets":%d,"p50":%d,"p99":%d,"max":%d}\\n',
    summary.duration, summary.requests, e.status, e.connect + e.read + e.write + e.timeout,
    latency:percentile(50), latency:percentile(99), latency.max))
end
`;
}

/** All requests are written before the load begins. */
function inTurn(bearers: readonly string[]): string {
  return `local bearers = {${bearers.map(quote).join(',')}}
local requests, turn = {}, 0
init = function()
  for n, bearer in ipairs(bearers) do
    wrk.headers['authorization'] = 'Bearer ' .. bearer
    requests[n] = wrk.format()
  end
end
request = function()
  turn = turn % #requests + 1
  return requests[turn]
end`;
}

/** Lua's long brackets take everything but their own end. */
function quote(text: string): string {
  return `[==[${text}]==]`;
}

export function parseLoad(output: string): Load {
  const line = /^BENCH (\{.*\})$/m.exec(output)?.[1];
  if (line === undefined) throw new Error(`wrk gave no result:\n${output}`);
  const { us, requests, status, sockets, p50, p99, max } = JSON.parse(line) as Readonly<Record<string, number>>;
  return {
    requestsPerSecond: requests! / (us! / 1e6),
    p50Ms: p50! / 1e3,
    p99Ms: p99! / 1e3,
    maxMs: max! / 1e3,
    answers: requests!,
    refused: status!,
    socketErrors: sockets!,
  };
}
