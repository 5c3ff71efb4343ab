import { jest } from '@jest/globals';
import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Books } from '../gateway/books.js';
import { GatewayProcess, freePort, makeDirectory, removeDirectories, runTokenok } from '../gateway/gateway.process.js';
import { dropConnections } from '../gateway/http.js';
import { Installation, type Customer } from '../gateway/installation.js';
import { nanos } from '../gateway/nanos.js';
import { after, plain, stream } from '../upstream/answers.js';
import { Upstream } from '../upstream/upstream.js';
import { Load, type SeenWhole } from './load.js';
import { Seeded } from './seeded.js';

/** A gateway starts, and a busy machine is slow. */
jest.setTimeout(60_000);

/** `TOKENOK_CRASH_ROUNDS=500 TOKENOK_SEED=…` to run longer, and to run the same again. */
const ROUNDS = Number(process.env['TOKENOK_CRASH_ROUNDS'] ?? 20);
const SEED = Number(process.env['TOKENOK_SEED'] ?? randomInt(2 ** 31));
const CLIENTS = 24;
const CREDIT = '1000.00';

let upstream: Upstream;
let installation: Installation;
let gateway: GatewayProcess;
let customers: readonly Customer[];
const dataDir = makeDirectory();
const chance = new Seeded(SEED);
const seen: SeenWhole[] = [];
const books = new Books();
/** Commands whose answer may have been lost: asked again after the restart, with the same key. */
const credits: { readonly customer: string; readonly idempotencyKey: string }[] = [];

beforeAll(async () => {
  say(`crash test: ${ROUNDS} rounds, TOKENOK_SEED=${SEED}`);
  upstream = await Upstream.start((response, received) => {
    const streamed = stream({ betweenMs: chance.between(0, 3) });
    return after(chance.between(0, 25), received.body['stream'] === true ? streamed : plain())(response, received);
  });
  installation = await Installation.start(upstream.baseUrl, { port: await freePort(), dataDir });
  gateway = installation.gateway;
  customers = await Promise.all(Array.from({ length: 3 }, () => installation.customer(CREDIT)));
});

afterAll(async () => {
  await gateway?.stop('SIGKILL');
  await upstream?.stop();
  removeDirectories();
});

/** Jest's console adds a stack to every line. */
const say = (line: string): void => void process.stderr.write(`${line}\n`);

/** One start in four is itself killed before it could finish what it found. */
async function restart(): Promise<void> {
  const port = Number(new URL(gateway.url).port);
  if (chance.next() < 0.25) {
    const doomed = GatewayProcess.spawn({ port, dataDir });
    await Promise.race([doomed.exited, sleep(chance.between(50, 1_200))]);
    await doomed.stop('SIGKILL');
    expect(doomed.err).toBe('');
  }
  gateway = GatewayProcess.spawn({ port, dataDir });
  await gateway.ready;
}

/** A grant is on its way when the gateway dies; its client does what clients do, and asks again. */
function grantWhileItDies(round: number): Promise<void> {
  const customer = customers[round % customers.length]!.id;
  const idempotencyKey = `crash-${SEED}-${round}`;
  credits.push({ customer, idempotencyKey });
  return installation.credit(customer, '0.01', idempotencyKey).then(
    () => undefined,
    () => undefined,
  );
}

async function runRound(round: number): Promise<void> {
  const load = new Load(installation, customers, CLIENTS, chance);
  const lifeMs = chance.between(20, 800);
  await sleep(Math.max(0, lifeMs - chance.between(0, 15)));
  const granted = grantWhileItDies(round);
  await sleep(chance.between(0, 15));
  await gateway.stop('SIGKILL');
  await Promise.all([load.stop(), granted]);
  dropConnections();
  expect(load.faults).toEqual([]);
  expect(gateway.err).not.toMatch(/"level":(50|60)/);
  seen.push(...load.seen);
  await restart();
  for (const { customer, idempotencyKey } of credits.slice(-2)) await installation.credit(customer, '0.01', idempotencyKey);
  await books.follow(installation.admin);
  expectKept(load.seen);
  const trial = await installation.admin.trialBalance(books.head);
  expect(trial.balanced).toBe(true);
  for (const { debit, credit } of trial.currencies) expect(debit).toBe(credit);
}

/** Every answer that was seen whole is in the ledger once, with its charge; and nothing is left open. */
function expectKept(answers: readonly SeenWhole[]): void {
  expect(books.violations).toEqual([]);
  expect(books.openHolds).toEqual([]);
  for (const { id, account, charge, inputTokens, outputTokens } of answers) {
    const metered = books.charge(id);
    if (!metered) throw new Error(`${id} was answered whole, and is not charged`);
    expect(metered.stream).toContain(account);
    const { charge: charged, outcome } = metered.data as { charge: string; outcome: string };
    expect(outcome).toBe('succeeded');
    if (charge !== undefined) expect(charged).toBe(charge);
    if (inputTokens >= 0) expect(nanos(charged)).toBe(BigInt(inputTokens) * 1_000n + BigInt(outputTokens) * 4_000n);
  }
}

describe('kill -9 under load', () => {
  const rounds = Array.from({ length: ROUNDS }, (_, index) => index + 1);

  it.each(rounds)('round %i: what a client saw whole is charged once, nothing stays open, the books balance', runRound);

  it('has lost nothing over all rounds, and granted each repeated credit once', async () => {
    expect(seen.length).toBeGreaterThan(ROUNDS);
    expect(new Set(seen.map(({ id }) => id)).size).toBe(seen.length);
    expectKept(seen);
    const abandoned = books.ofType('RequestAbandoned').length;
    const charged = books.ofType('TokensMetered').length;
    say(`${seen.length} answers seen whole, ${charged} charged, ${abandoned} abandoned, ${books.events.length} events`);
    const grants = books.ofType('CreditGranted').filter(({ data }) => data['amount'] === '0.01');
    expect(grants).toHaveLength(ROUNDS);
    for (const customer of customers) {
      const shown = await installation.me<{ available: string; held: string }>(customer, '/me/balance');
      const { available } = books.account(customer.account);
      expect([nanos(shown.available), nanos(shown.held)]).toEqual([available, 0n]);
    }
  });

  it('leaves books that the running gateway verifies', async () => {
    const { holds, balanced, open_holds: openHolds, findings } = await installation.admin.verify();
    expect({ holds, balanced, openHolds, findings }).toEqual({ holds: true, balanced: true, openHolds: 0, findings: [] });
  });

  it('leaves events of which the auditor finds nothing wrong, and read models that equal a rebuild', async () => {
    expect((await gateway.stop()).code).toBe(0);
    const verified = await runTokenok(['verify', '--data-dir', dataDir]);
    expect(verified).toMatchObject({ code: 0 });
    const rebuilt = await runTokenok(['rebuild', '--data-dir', dataDir]);
    expect(rebuilt).toMatchObject({ code: 0 });
  }, 120_000);
});
