/** What `--cpu-prof` writes: https://chromedevtools.github.io/devtools-protocol/tot/Profiler/#type-Profile ; deltas in microseconds. */
export interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

export interface SelfTimes {
  readonly busyMs: number;
  readonly idleMs: number;
  /** By self time, most first; one row for each function, wherever it was called from. */
  readonly functions: readonly { readonly name: string; readonly ms: number }[];
}

export function selfTimes({ nodes, samples, timeDeltas }: CpuProfile): SelfTimes {
  const names = new Map(nodes.map(({ id, callFrame }) => [id, nameOf(callFrame)]));
  const microseconds = new Map<string, number>();
  samples.forEach((id, index) => {
    const name = names.get(id) ?? '(unknown)';
    // A sample stands for the time until the next one.
    microseconds.set(name, (microseconds.get(name) ?? 0) + Math.max(0, timeDeltas[index + 1] ?? 0));
  });
  const idleMs = (microseconds.get('(idle)') ?? 0) / 1_000;
  microseconds.delete('(idle)');
  const functions = [...microseconds].map(([name, us]) => ({ name, ms: us / 1_000 })).sort((a, b) => b.ms - a.ms);
  return { idleMs, functions, busyMs: functions.reduce((sum, { ms }) => sum + ms, 0) };
}

/** `decide account.decider.js:12`; packages by their own path, Node's own by `node:`. */
function nameOf({ functionName, url, lineNumber }: CpuProfile['nodes'][number]['callFrame']): string {
  const path = url
    .replace(/^file:\/\//, '')
    .replace(/^.*\/node_modules\//, '')
    .replace(/^.*\/dist\//, '');
  const name = functionName === '' ? '(anonymous)' : functionName;
  return path === '' ? name : `${name}  ${path}:${lineNumber + 1}`;
}
