import { isRefusal, type StoredAt } from '#routing';
import fc from 'fast-check';
import { ProjectionRunner } from '#projecting';
import { PROJECTIONS } from '#projections';
import type { Reference } from '#wire';
import { createMemoryReadModels } from '../../../../libs/read-model/memory/index.js';
import { readerOf } from '../../../../libs/projecting/testing/events-in-memory.js';
import { Log } from '../../../../projections/testing/log.js';
import { StoredIds, hashOfId } from './stored-ids.js';

/** A log, a projection that follows it only when told, and gateways that remember what they charged themselves. */
class World {
  readonly log = new Log();
  readonly models = createMemoryReadModels();
  /** Whether the projection gets as far as it is awaited. */
  follows = true;
  waits = 0;
  reads = 0;

  gateway(): StoredIds {
    const reading = Object.assign(Object.create(this.models) as typeof this.models, {
      get: (...args: Parameters<typeof this.models.get>) => {
        this.reads += 1;
        return this.models.get(...args);
      },
    });
    const waitFor = async () => {
      this.waits += 1;
      if (this.follows) await this.project();
      return this.follows;
    };
    return new StoredIds(reading, { waitFor }, { head: async () => BigInt(this.log.events.length) });
  }

  charge(gateway: StoredIds | undefined, account: string, provider: string, ...ids: readonly string[]): void {
    const usage = {
      input_tokens: 5,
      cached_input_tokens: 0,
      cache_write_tokens: 0,
      output_tokens: 2,
      reasoning_tokens: 0,
      source: 'reported' as const,
    };
    const data = { request: 'req_1', provider, usage, kept_at_provider: ids.map(hashOfId) };
    this.log.add({ stream: `account-${account}-2026-11`, type: 'TokensMetered', data });
    gateway?.remember(account, data);
  }

  async project(): Promise<void> {
    const projections = PROJECTIONS.filter(({ name }) => name === 'kept-ids');
    await (await ProjectionRunner.open({ events: readerOf(this.log.events), models: this.models, projections })).run();
  }
}

/** Of a look-up that is not refused. */
async function stored(gateway: StoredIds, account: string, references: readonly Reference[]): Promise<StoredAt> {
  const found = await gateway.whereStored(account, references);
  if (isRefusal(found)) throw new Error(found.message);
  return found;
}

const LEFT_AT_A = { a: { request: 'req_1', input_tokens: 5, output_tokens: 2 } };
const needed = (id: string) => ({ id, field: 'previous_response_id', isWhole: false });
const whole = (id: string) => ({ id, field: 'input[0].id', isWhole: true });

describe('looking up what a request names', () => {
  it('needs neither the projection nor the log for what this gateway has just charged', async () => {
    const world = new World();
    const gateway = world.gateway();
    world.charge(gateway, 'acc_1', 'a', 'resp_1');
    expect((await stored(gateway, 'acc_1', [needed('resp_1')]))('resp_1')).toEqual(LEFT_AT_A);
    expect([world.reads, world.waits]).toEqual([0, 0]);
  });

  it('awaits the projection for what another gateway charged, or this one before it was started anew', async () => {
    const world = new World();
    world.charge(world.gateway(), 'acc_1', 'a', 'resp_1');
    expect((await stored(world.gateway(), 'acc_1', [needed('resp_1')]))('resp_1')).toEqual(LEFT_AT_A);
    expect(world.waits).toBe(1);
    expect((await stored(world.gateway(), 'acc_1', [needed('resp_1')]))('resp_1')).toEqual(LEFT_AT_A);
    expect(world.waits).toBe(1);
  });

  it('answers 503 and never a guess where the projection does not follow in time', async () => {
    const world = new World();
    world.follows = false;
    world.charge(undefined, 'acc_1', 'a', 'resp_1');
    const refused = await world.gateway().whereStored('acc_1', [needed('resp_1')]);
    expect(refused).toMatchObject({ kind: 'refusal', code: 'POSITION_NOT_REACHED', field: 'previous_response_id' });
  });

  it('waits for no item that is whole without its id', async () => {
    const world = new World();
    world.follows = false;
    expect((await stored(world.gateway(), 'acc_1', [whole('msg_1')]))('msg_1')).toEqual({});
    expect([world.reads, world.waits]).toEqual([1, 0]);
  });

  it('takes what a request names beyond 4,000 ids for unknown', async () => {
    const world = new World();
    const gateway = world.gateway();
    const ids = Array.from({ length: 4_001 }, (_, index) => `msg_${index}`);
    world.charge(gateway, 'acc_1', 'a', ...ids);
    const storedAt = await stored(gateway, 'acc_1', ids.map(whole));
    expect(ids.filter((id) => Object.keys(storedAt(id)).length === 0)).toEqual(['msg_4000']);
  });

  it('remembers the last 50,000 ids, and finds older ones in the projection', async () => {
    const world = new World();
    const gateway = world.gateway();
    world.charge(gateway, 'acc_1', 'a', 'resp_old');
    for (let n = 0; n < 50; n += 1) world.charge(gateway, 'acc_2', 'a', ...Array.from({ length: 1_000 }, (_, at) => `msg_${n}_${at}`));
    expect((await stored(gateway, 'acc_1', [needed('resp_old')]))('resp_old')).toEqual(LEFT_AT_A);
    expect(world.waits).toBe(1);
  });
});

const ACCOUNTS = ['acc_1', 'acc_2', 'acc_3'] as const;
const IDS = ['resp_1', 'resp_2', 'resp_3', 'acc_1 resp_1'] as const;
const PROVIDERS = ['a', 'b'] as const;
const step = fc.record({
  does: fc.constantFrom('charge', 'ask', 'project', 'restart', 'lag', 'follow'),
  gateway: fc.nat(1),
  account: fc.constantFrom(...ACCOUNTS),
  id: fc.constantFrom(...IDS),
  provider: fc.constantFrom(...PROVIDERS),
});

describe('any sequence of customers and ids over two gateways', () => {
  it('lets nobody use what another customer got, and everybody what was theirs, or tells them to come again', async () =>
    fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const world = new World();
        const gateways = [world.gateway(), world.gateway()];
        const got = new Set<string>();
        for (const { does, gateway, account, id, provider } of steps) {
          if (does === 'charge') {
            world.charge(gateways[gateway], account, provider, id);
            got.add(`${account}/${id}/${provider}`);
          } else if (does === 'project') await world.project();
          else if (does === 'restart') gateways[gateway] = world.gateway();
          else if (does === 'lag' || does === 'follow') world.follows = does === 'follow';
          else {
            const storedAt = await gateways[gateway]!.whereStored(account, [needed(id)]);
            if (isRefusal(storedAt)) {
              expect(world.follows).toBe(false);
              continue;
            }
            for (const each of Object.keys(storedAt(id))) expect(got).toContain(`${account}/${id}/${each}`);
            if (PROVIDERS.some((each) => got.has(`${account}/${id}/${each}`))) expect(storedAt(id)).not.toEqual({});
          }
        }
      }),
      { numRuns: 100 },
    ));
});
