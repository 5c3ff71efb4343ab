/**
 * Preloaded into a gateway (`node --import`, its worker threads too): its clock stands where the scenario put it, its randomness
 * follows from a seed, and hosts under `.test` are the scenario's provider. Nothing of the gateway is imported or known here but
 * which packages it takes randomness from, so that it fits any state of the code.
 */
import crypto from 'node:crypto';
import { createRequire, syncBuiltinESMExports } from 'node:module';
import net from 'node:net';
import os from 'node:os';
import { join } from 'node:path';
import { isMainThread } from 'node:worker_threads';
import { clockReader } from './fixed.clock.js';
import { FixedRandom } from './fixed.random.js';

/** What is due this rarely is due at no fixed point of a scenario. It comes at the next start, which does all of it. */
const NEVER_IN_A_SCENARIO_MS = 5_000;
/** RFC 8410: what stands before the 32 bytes of an Ed25519 key in PKCS #8. */
const ED25519_PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');

const moment = clockReader(needed('FIXED_LOG_CLOCK'));
const random = new FixedRandom(() => moment().step, isMainThread ? 'main' : 'worker');

fixClock();
fixTimers();
fixRandom();
if (isMainThread) fixSalts();
leadToProvider(Number(needed('FIXED_LOG_PROVIDER_PORT')));
syncBuiltinESMExports();

function fixClock(): void {
  const now = (): number => moment().ms;
  const beganMs = now();
  const RealDate = Date;
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, args, newTarget) => Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget) as object,
    apply: () => new RealDate(now()).toString(),
    get: (target, name) => (name === 'now' ? now : (Reflect.get(target, name) as unknown)),
  });
  performance.now = () => now() - beganMs;
  os.uptime = () => (now() - beganMs) / 1_000;
}

function fixTimers(): void {
  const set = globalThis.setInterval;
  globalThis.setInterval = (task: () => void, ms = 1, ...args: unknown[]) =>
    set(ms < NEVER_IN_A_SCENARIO_MS ? task : () => undefined, ms, ...(args as []));
}

function fixRandom(): void {
  const fill = <T extends NodeJS.ArrayBufferView>(view: T, kind: string, offset = 0, size = view.byteLength - offset): T => {
    new Uint8Array(view.buffer, view.byteOffset + offset, size).set(random.bytes(kind, size));
    return view;
  };
  const later = <T>(value: T, done?: (fault: null, value: T) => void): T | void => {
    if (done === undefined) return value;
    setImmediate(done, null, value);
  };
  const uuid = () => {
    const bytes = random.bytes('uuid', 16);
    bytes[6] = (bytes[6]! & 0x0f) | 0x40;
    bytes[8] = (bytes[8]! & 0x3f) | 0x80;
    return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  };
  /** A pool is handed out piece by piece over many steps: a piece is of the step in which it is taken. */
  const pool = <T extends NodeJS.ArrayBufferView>(view: T): T =>
    Object.assign(view, { subarray: (from = 0, to = view.byteLength) => random.bytes('piece', to - from) });
  Object.assign(crypto, {
    randomBytes: (size: number, done?: (fault: null, bytes: Buffer) => void) => later(random.bytes('bytes', size), done),
    randomFillSync: (view: NodeJS.ArrayBufferView, offset?: number, size?: number) => pool(fill(view, 'fill', offset, size)),
    randomFill: (view: NodeJS.ArrayBufferView, ...rest: unknown[]) => later(fill(view, 'fill'), rest.at(-1) as never),
    randomInt: (low: number, high?: unknown, done?: unknown) => {
      const [from, to] = typeof high === 'number' ? [low, high] : [0, low];
      const value = from + (random.bytes('int', 6).readUIntBE(0, 6) % (to - from));
      return later(value, (typeof high === 'function' ? high : done) as never);
    },
    randomUUID: uuid,
    generateKeyPairSync: keyPairs(crypto.generateKeyPairSync),
  });
  const web = { getRandomValues: (view: NodeJS.ArrayBufferView) => fill(view, 'web'), randomUUID: uuid };
  for (const [name, value] of Object.entries(web)) Object.defineProperty(globalThis.crypto, name, { value });
  Math.random = () => random.fraction();
}

/** Ed25519 only; OpenSSL makes any other key as it likes. */
function keyPairs(generate: typeof crypto.generateKeyPairSync) {
  return (type: string, ...rest: []) => {
    if (type !== 'ed25519') return generate(type as 'ed25519', ...rest);
    const key = Buffer.concat([ED25519_PKCS8, random.bytes('ed25519', 32)]);
    const privateKey = crypto.createPrivateKey({ key, format: 'der', type: 'pkcs8' });
    return { privateKey, publicKey: crypto.createPublicKey(privateKey) };
  };
}

/** The package takes its salt from Rust, unless it is given one. It is the checkout's own, which the process runs in. */
function fixSalts(): void {
  const argon2 = createRequire(join(process.cwd(), 'package.json'))('@node-rs/argon2') as typeof import('@node-rs/argon2');
  const { hash } = argon2;
  argon2.hash = (password, options, signal) => hash(password, { ...options, salt: random.bytes('salt', 16) }, signal);
}

/** An address stands in events, a port that was free does not. */
function leadToProvider(port: number): void {
  const { connect } = net;
  net.connect = ((options: net.TcpNetConnectOpts, ...rest: []) =>
    connect(options.host?.endsWith('.test') ? { ...options, host: '127.0.0.1', port } : options, ...rest)) as typeof connect;
}

function needed(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new TypeError(`${name} is not set`);
  return value;
}
