import type { EventStore } from '#event-store';
import type { AccountEventData } from '#ledger';
import { answersKept, keptAnswer } from '#projections';
import type { RowReader } from '#read-model';
import { refuse, type RequestRefusal, type StoredAt } from '#routing';
import type { Reference } from '#wire';
import { hash } from 'node:crypto';
import { POSITION_WAIT_MS, type ReadPositions } from '../../ground/read-positions.js';

/** The first 128 bits of a SHA-256 in base64url: an id is only ever compared. */
const HASH_CHARS = 22;
/** Ids of charges that the projection may not have followed to. */
const REMEMBERED = 50_000;
/** Of one request; whatever it names beyond is taken for unknown. Twice what a provider takes in one conversation. */
const LOOKED_UP = 4_000;

export const hashOfId = (id: string): string => hash('sha256', id, 'base64url').slice(0, HASH_CHARS);

export type LookUpRefusal = RequestRefusal<'POSITION_NOT_REACHED'>;

type Answers = ReturnType<StoredAt>;

const NONE: Answers = {};

/**
 * Which ids a customer got through us, and from which provider (ADR 0020). What this gateway charged last is remembered, since a client goes on within
 * milliseconds; everything else stands in the projection. That may lag without harm: its rows never change, so it can only know too little.
 */
export class StoredIds {
  private readonly remembered = new Map<string, Answers>();

  constructor(
    private readonly models: RowReader,
    private readonly positions: ReadPositions,
    private readonly store: Pick<EventStore, 'head'>,
  ) {}

  /** What a durable charge recorded. */
  remember(account: string, metered: Pick<AccountEventData['TokensMetered'], 'provider' | 'request' | 'usage' | 'kept_at_provider'>): void {
    const { provider, kept_at_provider: hashes = [] } = metered;
    for (const hashed of hashes) {
      const key = keyOf(account, hashed);
      const known = this.remembered.get(key);
      this.remembered.delete(key);
      this.remembered.set(key, { [provider]: keptAnswer(metered), ...known });
    }
    for (const oldest of this.remembered.keys()) {
      if (this.remembered.size <= REMEMBERED) break;
      this.remembered.delete(oldest);
    }
  }

  /**
   * Looks up what a request names. For what is not found at once the projection is awaited to where the log is now, so that an unknown id is one that this
   * customer never got; refuses where that takes longer than two seconds. Items that are whole without their ids are not waited for.
   */
  async whereStored(account: string, references: readonly Reference[]): Promise<StoredAt | LookUpRefusal> {
    const needed = new Set(references.filter(({ isWhole }) => !isWhole).map(({ id }) => id));
    const ids = [...new Set([...needed, ...references.map(({ id }) => id)])].slice(0, LOOKED_UP);
    const found = await this.lookUp(account, ids);
    const missing = ids.filter((id) => needed.has(id) && !found.has(id));
    if (missing.length > 0) {
      if (!(await this.positions.waitFor(await this.store.head(), POSITION_WAIT_MS))) {
        const field = references.find(({ id }) => id === missing[0])?.field ?? '';
        return refuse('POSITION_NOT_REACHED', field, `What ${field} names could not be looked up within 2 s; try again`);
      }
      for (const [id, answers] of await this.lookUp(account, missing)) found.set(id, answers);
    }
    return (id) => found.get(id) ?? NONE;
  }

  private async lookUp(account: string, ids: readonly string[]): Promise<Map<string, Answers>> {
    const found = await Promise.all(
      ids.map(async (id) => {
        const hashed = hashOfId(id);
        return [id, this.remembered.get(keyOf(account, hashed)) ?? (await answersKept(this.models, account, hashed))] as const;
      }),
    );
    return new Map(found.filter(([, answers]) => Object.keys(answers).length > 0));
  }
}

const keyOf = (account: string, hashed: string): string => `${account} ${hashed}`;
