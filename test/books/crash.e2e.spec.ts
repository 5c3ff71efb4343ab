import { randomInt } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { Books } from '../support/gateway/books.js';
import { GatewayProcess, freePort, makeDirectory, removeDirectories, runTokenok } from '../support/gateway/gateway.process.js';
import { call, dropConnections, type Answer } from '../support/gateway/http.js';
import { Installation, type Customer } from '../support/gateway/installation.js';
import { nanos } from '../support/gateway/nanos.js';
import { makeWebhookSecret, signWebhook } from '../support/gateway/signed-webhook.js';
import { until } from '../support/gateway/until.js';
import { after, plain, stream } from '../support/upstream/answers.js';
import { Upstream } from '../support/upstream/upstream.js';
import { notChargedOnce } from '../support/load/kept.js';
import { Load, type SeenWhole } from '../support/load/load.js';
import { Seeded } from '../support/load/seeded.js';

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
/** Commands and webhooks whose answer may have been lost: sent again after the restart, just as they were. */
const sent: (() => Promise<Answer>)[] = [];
const secret = makeWebhookSecret();
const environment = { TOKENOK_PAYMENTS_PAYCO_SECRET: secret };

beforeAll(async () => {
  say(`crash test: ${ROUNDS} rounds, TOKENOK_SEED=${SEED}`);
  upstream = await Upstream.start((response, received) => {
    const streamed = stream({ betweenMs: chance.between(0, 3) });
    return after(chance.between(0, 25), received.body['stream'] === true ? streamed : plain())(response, received);
  });
  installation = await Installation.start(upstream.baseUrl, { port: await freePort(), dataDir, environment });
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
    const doomed = GatewayProcess.spawn({ port, dataDir, environment });
    await Promise.race([doomed.exited, sleep(chance.between(50, 1_200))]);
    await doomed.stop('SIGKILL');
    expect(doomed.err).not.toMatch(/"level":(50|60)/);
  }
  gateway = GatewayProcess.spawn({ port, dataDir, environment });
  await gateway.ready;
}

/** What is found of the accounts' snapshots: as the dead gateway left them, none, those of other code, or those of another log. */
const FOUND = [
  'DELETE FROM $',
  'left',
  "UPDATE $ SET json = json_set(json, '$.version', 0)",
  "UPDATE $ SET json = json_set(json, '$.hash', 'another')",
];
let snapshotsFound = 0;

function changeSnapshots(round: number): void {
  const file = join(dataDir, 'read-models.db');
  const change = FOUND[round % FOUND.length] ?? 'left';
  if (!existsSync(file)) return;
  const models = new DatabaseSync(file);
  if (models.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'account-snapshots@1'").get()) {
    snapshotsFound += Number(models.prepare('SELECT count(*) AS found FROM "account-snapshots@1"').get()?.['found']);
    if (change !== 'left') models.exec(change.replace(/ \$/, ' "account-snapshots@1"'));
  }
  models.close();
}

/** A grant, or a payment, is on its way when the gateway dies; its sender does what senders do, and sends it again. */
function moneyWhileItDies(round: number): Promise<unknown> {
  const customer = customers[round % customers.length]!.id;
  const payment = { payment_id: `pay-${SEED}-${round}`, customer_id: customer, amount: '0.01', currency: 'USD' };
  const body = JSON.stringify({ type: 'payment.succeeded', timestamp: new Date().toISOString(), data: payment });
  const url = `${installation.url}/webhooks/payments/payco`;
  const deliver =
    round % 2 === 0
      ? () => installation.credit(customer, '0.01', `crash-${SEED}-${round}`)
      : () => call({ method: 'POST', url, body, headers: signWebhook(body, { secret }) });
  sent.push(deliver);
  return deliver().catch(() => undefined);
}

async function runRound(round: number): Promise<void> {
  const load = new Load(installation, customers, CLIENTS, chance);
  const lifeMs = chance.between(20, 800);
  await sleep(Math.max(0, lifeMs - chance.between(0, 15)));
  // However slow the machine is: without answers nothing would be proven.
  if (round === ROUNDS) await until('many are answered', () => load.seen.length > ROUNDS);
  const money = moneyWhileItDies(round);
  await sleep(chance.between(0, 15));
  await gateway.stop('SIGKILL');
  await Promise.all([load.stop(), money]);
  dropConnections();
  expect(load.faults).toEqual([]);
  expect(gateway.err).not.toMatch(/"level":(50|60)/);
  seen.push(...load.seen);
  changeSnapshots(round);
  await restart();
  for (const deliver of sent.slice(-3)) expect(Math.floor((await deliver()).status / 100)).toBe(2);
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
  expect(notChargedOnce(books, answers)).toEqual([]);
}

describe('kill -9 under load', () => {
  const rounds = Array.from({ length: ROUNDS }, (_, index) => index + 1);

  it('begins with an account of which a snapshot has been left', async () => {
    const load = new Load(installation, customers.slice(0, 1), CLIENTS, chance);
    await until('more than a thousand events are written', () => load.seen.length > 530);
    await load.stop();
    expect(load.faults).toEqual([]);
    seen.push(...load.seen);
  });

  it.each(rounds)(
    'round %i: what a client saw whole is charged once, nothing stays open whatever snapshots are found, the books balance',
    runRound,
  );

  it('has lost nothing over all rounds, and credited what was sent again once', async () => {
    expect(seen.length).toBeGreaterThan(ROUNDS);
    expect(new Set(seen.map(({ id }) => id)).size).toBe(seen.length);
    expectKept(seen);
    const abandoned = books.ofType('RequestAbandoned').length;
    const charged = books.ofType('TokensMetered').length;
    expect(snapshotsFound).toBeGreaterThan(0);
    say(
      `${snapshotsFound} snapshots found, ${seen.length} answers seen whole, ${charged} charged, ${abandoned} abandoned, ${books.events.length} events`,
    );
    const money = [...books.ofType('CreditGranted'), ...books.ofType('PaymentReceived')];
    expect(money.filter(({ data }) => data['amount'] === '0.01')).toHaveLength(ROUNDS);
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
  });
});
