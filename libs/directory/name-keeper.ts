import {
  decideAliasRemoval,
  decideModelRemoval,
  decideName,
  standing,
  type AliasRefusal,
  type ClaimedName,
  type ModelRefusal,
  type NameHolder,
  type NameRefusal,
  type RemovalOf,
} from '#catalog';
import { mintCommandId } from '#event-store';
import { refuse, type Decision, type NewEvent } from '#streams';
import type { Directory } from './directory.js';
import type { DirectoryStates } from './directory.kinds.js';
import type { EntityOrigin, EntityWriter, EntityWritten } from './entity-writer.js';

interface NamedPlace<Kind extends NameHolder = NameHolder> {
  readonly kind: Kind;
  readonly id: string;
}

/** A claim that is younger is being made use of; whoever is late with it is stopped by what is written in its place. */
export const UNMADE_AFTER_MS = 10_000;
/** Each lost race means that somebody else has removed, or was about to make, something of that name. */
const MOST_RACES = 20;
const AT_ONCE = 64;

/**
 * One name, one thing, on any number of gateways. Whoever makes a model or an alias claims its name first: of two at the same moment one
 * has it, and the other is refused. What is made stands behind the revision that its stream had before the claim, so that a claim that
 * was taken away meanwhile (`#vacate` writes into that very stream) makes nothing.
 */
export class NameKeeper {
  constructor(
    private readonly writer: EntityWriter,
    private readonly directory: Directory,
    private readonly now: () => string,
  ) {}

  /** Makes or changes what has the name. A command that `decide` refuses claims nothing. */
  async write<Kind extends NameHolder, Event extends NewEvent, Code extends string>(
    place: NamedPlace<Kind>,
    origin: EntityOrigin,
    decide: (state: DirectoryStates[Kind] | undefined) => Decision<Event, Code>,
  ): Promise<EntityWritten<Kind, Code | NameRefusal>> {
    for (let races = 0; races < MOST_RACES; races += 1) {
      const { revision } = this.directory.tip(place);
      const known = this.directory.find(place.kind, place.id);
      if (known === undefined || this.directory.nameHolder(place.id) === undefined) {
        const { refusal } = decide(this.directory.row(place.kind, place.id)?.state);
        if (refusal) return { refusal };
        const taken = await this.#claim(place, origin, known === undefined);
        if (taken) return taken;
      }
      let isLost = false;
      const written = await this.writer.write(place, origin, (state): Decision<Event, Code | NameRefusal> => {
        isLost = standing(state) === undefined && this.directory.tip(place).revision !== revision;
        return isLost ? refuse('NAME_TAKEN', LOST) : decide(state);
      });
      if (!isLost) return written;
    }
    return refuse('NAME_TAKEN', LOST);
  }

  /** The claim is released behind it. A retry that finds it removed leaves that to whoever wants the name next. */
  async remove<Kind extends NameHolder>(
    place: NamedPlace<Kind>,
    origin: EntityOrigin,
  ): Promise<EntityWritten<Kind, AliasRefusal | ModelRefusal>> {
    let claimed: ClaimedName | undefined;
    const written = await this.writer.write(place, origin, () => {
      claimed = this.#claimOf(place.id);
      return this.#removal(place, 'standing');
    });
    if (!written.refusal && written.changed && claimed?.holder === place.kind) await this.#release(claimed, origin);
    return written;
  }

  /** Names of a version before there were claims. Returns those that are both a model and an alias: they are the model's. */
  async claimAll(origin: () => EntityOrigin): Promise<readonly string[]> {
    const models = this.directory.list('model', { limit: Infinity }).map(({ model }) => model);
    const aliases = this.directory.list('alias', { limit: Infinity }).map(({ alias }) => alias);
    await this.#claimEach('model', models, origin);
    await this.#claimEach('alias', aliases, origin);
    return aliases.filter((alias) => this.directory.nameHolder(alias) === 'model');
  }

  async #claimEach(kind: NameHolder, names: readonly string[], origin: () => EntityOrigin): Promise<void> {
    const free = names.filter((name) => this.directory.nameHolder(name) === undefined);
    for (let from = 0; from < free.length; from += AT_ONCE) {
      await Promise.all(free.slice(from, from + AT_ONCE).map((name) => this.#attempt({ kind, id: name }, origin(), false)));
    }
  }

  /** The refusal, where it is not to be had. */
  async #claim(place: NamedPlace, origin: EntityOrigin, renews: boolean) {
    const claimed = await this.#attempt(place, origin, renews);
    if (!claimed.refusal) return undefined;
    const vacated = await this.#vacate(place.id, origin);
    const again = vacated ? await this.#attempt(place, origin, renews) : claimed;
    return again.refusal ? { refusal: again.refusal } : undefined;
  }

  #attempt({ kind: holder, id: name }: NamedPlace, origin: EntityOrigin, renews: boolean) {
    return this.writer.write({ kind: 'name', id: name }, own(origin), (state) =>
      decideName({ type: 'ClaimName', name, holder, renews }, state),
    );
  }

  /** Releases a name whose holder was never made, or was removed by a process that died right behind it. */
  async #vacate(name: string, origin: EntityOrigin): Promise<boolean> {
    const claimed = this.#claimOf(name);
    if (!claimed?.holder) return true;
    if (Date.parse(this.now()) - Date.parse(claimed.claimed_at) < UNMADE_AFTER_MS) return false;
    const place = { kind: claimed.holder, id: name };
    const removed = await this.writer.write(place, own(origin), () => this.#removal(place, 'unmade'));
    if (removed.refusal) return false;
    await this.#release(claimed, origin);
    return true;
  }

  async #release({ name, claim }: ClaimedName, origin: EntityOrigin): Promise<void> {
    await this.writer.write({ kind: 'name', id: name }, own(origin), (state) => decideName({ type: 'ReleaseName', claim }, state));
  }

  /** As the directory knows the entity at that moment, which is what the writer decides upon. */
  #removal({ kind, id }: NamedPlace, of: RemovalOf): Decision<NewEvent, AliasRefusal | ModelRefusal> {
    if (kind === 'alias') return decideAliasRemoval({ type: 'RemoveAlias', alias: id, of }, this.directory.row('alias', id)?.state);
    const model = this.directory.row('model', id)?.state;
    return decideModelRemoval({ type: 'RemoveModel', model: id, of }, model, this.directory.aliasesTo(id));
  }

  #claimOf(name: string): ClaimedName | undefined {
    return this.directory.row('name', name)?.state;
  }
}

const LOST = 'Somebody else has given or removed this name at the same moment';

/** What is written about a name has ids of its own: a repeated command claims anew what it has not made yet. */
const own = ({ repeatable: _repeatable, ...origin }: EntityOrigin): EntityOrigin => ({ ...origin, commandId: mintCommandId() });
