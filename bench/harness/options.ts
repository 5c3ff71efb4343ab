import { parseArgs } from 'node:util';
import { CONNECTIONS, LOADS, type LoadName } from '../payloads/loads.js';

const BY_DEFAULT = ['starts', 'appends', 'leases', 'replay', 'gateway', 'streams'] as const;
/** `paired` needs another checkout, `reads` some minutes, `curve` a quarter of an hour: who wants them says so. */
const BENCHES = [...BY_DEFAULT, 'reads', 'curve', 'paired'] as const;
export type BenchName = (typeof BENCHES)[number];

const ENGINES = ['embedded', 'eventstoredb'] as const;
type EngineName = (typeof ENGINES)[number];

export interface BenchOptions {
  readonly only: readonly BenchName[];
  /** Rounds; every contender runs once in each, and medians are taken over them. */
  readonly runs: number;
  /** Length of one load. */
  readonly seconds: number;
  /** What is measured beside the embedded engine, where it is not that one. */
  readonly engine: EngineName;
  readonly peers: boolean;
  readonly profile: boolean;
  readonly loads: readonly LoadName[];
  readonly connections: readonly number[];
  /** Another checkout, built, that is measured beside this one. */
  readonly against: string | undefined;
  /** Where everything measured is written as JSON. */
  readonly json: string | undefined;
  readonly help: boolean;
}

export const USAGE = `npm run bench -- [options]

  --only <names>   ${BENCHES.join(', ')}: one or more, with commas (default: all but the last three)
  --runs <n>       rounds; medians are taken over them (default 5)
  --seconds <n>    length of one load (default 5); replay and reads read histories of fixed length instead; streams takes some ten minutes at
                   the defaults, and has nginx beside the gateway where that is installed
  --engine <name>  appends, gateway: ${ENGINES.join(' or ')} (default embedded). The other engine is measured beside the embedded one in the
                   same run, against the EventStoreDB server of the tests; the gateway also needs a MongoDB in MONGODB_URL
  --peers          gateway: also @portkey-ai/gateway, LiteLLM and TensorZero (downloads them into .tmp/bench-peers)
  --profile        gateway: one load under --cpu-prof instead of the comparison, the first of --loads and of --connections; prints where the
                   time went
  --loads <names>  gateway: ${LOADS.join(', ')}: kinds of answers, one or more, with commas (default plain)
  --connections <n>  gateway: how many clients ask at once, one number or more, with commas (default ${CONNECTIONS})
  --against <dir>  another checkout that is built (\`npm run build\`). gateway: its gateway takes part. paired, which it means alone:
                   processor time of a plain answer, a streamed one and a replay, in pairs; needs neither wrk nor nginx
  --json <file>    also write everything that was measured
  --help

Exit code: 0 measured, 1 something that was measured is wrong (books that do not match, answers that failed), 2 could not run.
`;

/** What a person typed wrongly: one line, no stack. */
export class OptionError extends Error {}

export function parseOptions(argv: readonly string[]): BenchOptions {
  const { values } = readArguments(argv);
  return {
    only: benchNames(values),
    runs: wholeNumber('--runs', values.runs ?? '5', 100),
    seconds: wholeNumber('--seconds', values.seconds ?? '5', 600),
    engine: engineName(values.engine ?? 'embedded'),
    peers: values.peers ?? false,
    profile: values.profile ?? false,
    loads: loadNames(values.loads ?? 'plain'),
    connections: (values.connections ?? String(CONNECTIONS)).split(',').map((text) => wholeNumber('--connections', text, 1_000)),
    against: values.against,
    json: values.json,
    help: values.help ?? false,
  };
}

function readArguments(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      strict: true,
      options: {
        only: { type: 'string' },
        runs: { type: 'string' },
        seconds: { type: 'string' },
        engine: { type: 'string' },
        peers: { type: 'boolean' },
        profile: { type: 'boolean' },
        loads: { type: 'string' },
        connections: { type: 'string' },
        against: { type: 'string' },
        json: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (cause) {
    throw new OptionError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

function benchNames({ only, against }: { readonly only?: string; readonly against?: string }): readonly BenchName[] {
  if (only === undefined) return against === undefined ? BY_DEFAULT : ['paired'];
  const names = only.split(',').map((name) => {
    const bench = BENCHES.find((known) => known === name.trim());
    if (bench === undefined) throw new OptionError(`--only: no bench is called "${name}"; there are ${BENCHES.join(', ')}`);
    return bench;
  });
  if (names.includes('paired') && against === undefined) throw new OptionError('--only paired: --against names the other checkout');
  return names;
}

function loadNames(text: string): readonly LoadName[] {
  return text.split(',').map((name) => {
    const load = LOADS.find((known) => known === name.trim());
    if (load === undefined) throw new OptionError(`--loads: there is no load "${name}"; there are ${LOADS.join(', ')}`);
    return load;
  });
}

function engineName(text: string): EngineName {
  const engine = ENGINES.find((known) => known === text);
  if (engine === undefined) throw new OptionError(`--engine: there is no engine "${text}"; there are ${ENGINES.join(' and ')}`);
  return engine;
}

function wholeNumber(name: string, text: string, max: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : 0;
  if (value < 1 || value > max) throw new OptionError(`${name} must be a whole number from 1 to ${max}`);
  return value;
}
