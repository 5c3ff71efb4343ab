import 'reflect-metadata';
import type { EventStore } from '#event-store';
import { createMemoryEventStore } from '#event-store/memory';
import type { HistoryStore } from '#response-history';
import { MemoryFailures } from '#failures/memory';
import { MemoryHistory } from '#response-history/memory';
import { createLog } from '#process';
import { PROJECTIONS, currentShape } from '#projections';
import { type KeepRow, type ReadModels } from '#read-model';
import { RowKeeper } from '#read-model/sqlite';
import { ProjectionRunner, RemoteProjector } from '#projecting';
import type { Vault } from '#vault';
import { MasterKey } from '#vault';
import { MemoryVault } from '#vault/memory';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MemoryStore } from '#membership/memory';
import { parseEnvironment } from '#process';
import { Gateway } from '../gateway.js';
import type { Stores } from '../books/stores.js';

const MASTER_KEY = Buffer.alloc(32, 9);

/** What gateways of one installation share, in memory: they know of each other through nothing else. */
export class SharedStores {
  readonly events: EventStore = createMemoryEventStore();
  readonly store = new MemoryStore();
  readonly models: ReadModels = this.store.readModels();
  readonly vault: Vault = new MemoryVault(new MasterKey(MASTER_KEY));
  readonly responses: HistoryStore = new MemoryHistory();
  readonly failures = new MemoryFailures();
  readonly #gateways: SharedGateway[] = [];

  /** A gateway as it is on engines: not alone, nothing in its directory that another would need. */
  async gateway(variables: Readonly<Record<string, string>> = {}): Promise<SharedGateway> {
    const dataDir = mkdtempSync(join(tmpdir(), 'tokenok-shared-'));
    const environment = parseEnvironment({
      PORT: '0',
      TOKENOK_DATA_DIR: dataDir,
      TOKENOK_MASTER_KEY: MASTER_KEY.toString('base64'),
      ...variables,
    });
    const lines: string[] = [];
    const gateway = await Gateway.start({
      environment,
      log: createLog('info', { write: (line) => void lines.push(line) }),
      stores: async () => this.#stores(),
    });
    const shared = { gateway, url: gateway.url, logged: () => lines.join(''), dataDir };
    this.#gateways.push(shared);
    return shared;
  }

  /** As the projector's process would, up to the head. */
  async project(): Promise<void> {
    await (await ProjectionRunner.open({ events: this.events, models: this.models, projections: PROJECTIONS, upcast: currentShape })).run();
  }

  async close(): Promise<void> {
    for (const { gateway, dataDir } of this.#gateways.splice(0)) {
      await gateway.stop();
      rmSync(dataDir, { recursive: true, force: true });
    }
  }

  #stores(): Stores {
    const { events, models, vault, responses, failures } = this;
    const projector = new RemoteProjector({ events, models, projections: PROJECTIONS, leader: async () => undefined });
    const keeper = new RowKeeper(() => Promise.resolve(models));
    const keep: KeepRow = (collection, row) => keeper.keep(collection, row);
    return { events, models, keep, vault, responses, failures, projector, rebuild: undefined, lives: this.store.lives };
  }
}

export interface SharedGateway {
  readonly gateway: Gateway;
  readonly url: string;
  readonly dataDir: string;
  readonly logged: () => string;
}
