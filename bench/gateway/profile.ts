/** What `--cpu-prof` writes: https://chromedevtools.github.io/devtools-protocol/tot/Profiler/#type-Profile ; all times in microseconds. */
export interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  }[];
  /** On the monotonic clock, which `process.hrtime` of another process on the same machine reads too. */
  readonly startTime: number;
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

export interface Window {
  readonly from: number;
  readonly to: number;
}

export interface SelfTime {
  readonly name: string;
  readonly ms: number;
}

export interface SelfTimes {
  readonly busyMs: number;
  readonly idleMs: number;
  /** By self time, most first; one row for each function, wherever it was called from. */
  readonly functions: readonly SelfTime[];
  /** The same by library, package, or module of Node. */
  readonly areas: readonly SelfTime[];
}

/** Self times within a window: what a process did before and after the load says nothing about the load. */
export function selfTimes({ nodes, startTime, samples, timeDeltas }: CpuProfile, { from, to }: Window): SelfTimes {
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, { name: nameOf(callFrame), area: areaOf(callFrame) }]));
  const functions = new Map<string, number>();
  const areas = new Map<string, number>();
  let idle = 0;
  let now = startTime;
  samples.forEach((id, index) => {
    now += timeDeltas[index] ?? 0;
    // A sample stands for the time until the next one.
    const until = now + (timeDeltas[index + 1] ?? 0);
    const microseconds = Math.max(0, Math.min(until, to) - Math.max(now, from));
    const frame = frames.get(id);
    if (frame === undefined || microseconds === 0) return;
    if (frame.name === '(idle)') {
      idle += microseconds;
      return;
    }
    functions.set(frame.name, (functions.get(frame.name) ?? 0) + microseconds);
    areas.set(frame.area, (areas.get(frame.area) ?? 0) + microseconds);
  });
  const byFunction = mostFirst(functions);
  return { idleMs: idle / 1_000, busyMs: byFunction.reduce((sum, { ms }) => sum + ms, 0), functions: byFunction, areas: mostFirst(areas) };
}

function mostFirst(microseconds: ReadonlyMap<string, number>): SelfTime[] {
  return [...microseconds].map(([name, us]) => ({ name, ms: us / 1_000 })).sort((a, b) => b.ms - a.ms);
}

type CallFrame = CpuProfile['nodes'][number]['callFrame'];

/** `decide  libs/ledger/account.decider.js:12`; packages by their own path, Node's own by `node:`. */
function nameOf({ functionName, url, lineNumber }: CallFrame): string {
  const path = pathOf(url);
  const name = functionName === '' ? '(anonymous)' : functionName;
  return path === '' ? name : `${name}  ${path}:${lineNumber + 1}`;
}

/** `libs/ledger`, `apps/gateway/http`, `undici`, `@nestjs/core`, `node:internal/streams`; native code and the collector by themselves. */
function areaOf({ functionName, url }: CallFrame): string {
  const path = pathOf(url);
  if (path === '') return functionName.startsWith('(') ? functionName : '(native)';
  const segments = path.split('/').slice(0, -1);
  if (url.includes('/node_modules/')) return segments.slice(0, path.startsWith('@') ? 2 : 1).join('/');
  return segments.length === 0 ? path : segments.slice(0, path.startsWith('apps/') ? 3 : 2).join('/');
}

function pathOf(url: string): string {
  return url
    .replace(/^file:\/\//, '')
    .replace(/^.*\/node_modules\//, '')
    .replace(/^.*\/dist\//, '');
}
