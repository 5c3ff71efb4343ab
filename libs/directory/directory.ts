import { standing, type CatalogNames, type ListedModel, type NameHolder, type ResolvedModel } from '#catalog';
import type { RecordedEvent, StreamTip } from '#event-store';
import {
  INSTALLATION_STREAM,
  type ApiKey,
  type Customer,
  type Installation,
  type InstallationRole,
  type Operator,
  type KeyPolicy,
  type Person,
} from '#identity';
import type { Standing, StreamStates } from '#streams';
import { DirectoryIndexes } from './directory.indexes.js';
import type { KeyLookup } from './directory.keys.js';
import type { DirectoryKind, DirectoryStates } from './directory.kinds.js';
import type { Membership } from './directory.people.js';
import type { CallableProvider, OpenCredential } from './directory.providers.js';
import { directoryPlace, directoryTip, evolveDirectory, indexRow, type DirectoryPlace, type DirectoryRow } from './directory.row.js';
import { SortedRows } from './sorted-rows.js';

/** Events between what the directory has and what it is given: the stream must be read first. */
export class DirectoryGapError extends Error {
  readonly code = 'DIRECTORY_GAP';
}

/**
 * Everything but money, folded in memory from the events: what a request is authenticated and planned with. It starts from the
 * rows of the projection `directory`, takes the tail of the log, then each event as it is written here or arrives from elsewhere.
 */
export class Directory implements CatalogNames, StreamStates<DirectoryStates[DirectoryKind]> {
  readonly #rows = new Map<DirectoryKind, SortedRows>();
  readonly #indexes: DirectoryIndexes;

  constructor(openCredential: OpenCredential) {
    this.#indexes = new DirectoryIndexes(openCredential);
  }

  load(rows: Iterable<DirectoryRow>): void {
    for (const row of rows) this.#put(row);
  }

  /** Events of other streams and events that are known already are passed over, so that a writer and a subscription may both tell. */
  apply(event: RecordedEvent): void {
    const place = directoryPlace(event.stream);
    if (!place) return;
    const row = this.row(place.kind, place.id);
    const { revision } = directoryTip(row);
    if (event.revision <= revision) return;
    if (event.revision > revision + 1n)
      throw new DirectoryGapError(`${event.stream} is known to ${revision}, not to ${event.revision - 1n}`);
    this.#put(evolveDirectory(row, event));
  }

  /** One entity by its id; undefined where there is none, or none any more. */
  find<Kind extends DirectoryKind>(kind: Kind, id: string): DirectoryStates[Kind] | undefined {
    const state = this.row(kind, id)?.state;
    return isGone(state) ? undefined : state;
  }

  row<Kind extends DirectoryKind>(kind: Kind, id: string): DirectoryRow<Kind> | undefined {
    return this.#rows.get(kind)?.get(id) as DirectoryRow<Kind> | undefined;
  }

  tip({ kind, id }: DirectoryPlace): StreamTip {
    return directoryTip(this.row(kind, id));
  }

  standing(stream: string): Standing<DirectoryStates[DirectoryKind]> {
    const place = directoryPlace(stream);
    const row = place && this.row(place.kind, place.id);
    return { state: row?.state, tip: directoryTip(row), position: BigInt(row?.position ?? 0) };
  }

  /** In order of id, behind `after`: ids that sort by time stand oldest first, and pages stay stable while rows arrive. */
  list<Kind extends DirectoryKind>(
    kind: Kind,
    page: { readonly after?: string; readonly limit: number },
  ): readonly DirectoryStates[Kind][] {
    const rows = this.#rows.get(kind)?.behind(page.after, page.limit) ?? [];
    return rows.map(({ state }) => state as DirectoryStates[Kind]);
  }

  /** What a presented secret is worth at `now` (RFC 3339 UTC with milliseconds). */
  findKey(hash: string, now: string): KeyLookup | undefined {
    return this.#indexes.keys.find(hash, now, (id) => this.customer(id));
  }

  key(id: string): ApiKey | undefined {
    return this.row('key', id)?.state;
  }

  keysOf(customer: string): readonly ApiKey[] {
    return this.#indexes.keys.ofCustomer(customer);
  }

  customer(id: string): Customer | undefined {
    return this.row('customer', id)?.state;
  }

  customerOfAccount(account: string): Customer | undefined {
    const id = this.#indexes.customerByAccount.get(account);
    return id === undefined ? undefined : this.customer(id);
  }

  /** Erased ones too. */
  person(id: string): Person | undefined {
    return this.row('person', id)?.state;
  }

  personByAddress(addressHash: string): Person | undefined {
    const id = this.#indexes.people.byAddress(addressHash);
    return id === undefined ? undefined : this.person(id);
  }

  personByPasskey(credentialHash: string): Person | undefined {
    const id = this.#indexes.people.byPasskey(credentialHash);
    return id === undefined ? undefined : this.person(id);
  }

  /** Null where he has none. What the installation's stream says goes before what was recorded of the person. */
  installationRoleOf(person: string): InstallationRole | null {
    const known = this.person(person);
    if (!known || known.erased_at !== undefined) return null;
    const operator = this.operator(person);
    return operator ? operator.role : known.installation_role;
  }

  operator(person: string): Operator | undefined {
    const { operators = {} } = this.installation ?? {};
    return Object.hasOwn(operators, person) ? operators[person] : undefined;
  }

  membershipsOf(person: string): readonly Membership[] {
    return this.#indexes.people.membershipsOf(person);
  }

  get installation(): Installation | undefined {
    return this.row('installation', INSTALLATION_STREAM)?.state;
  }

  /** A model by its id or by an alias, as far as the key's policy allows it. */
  resolveModel(name: string, policy?: KeyPolicy): ResolvedModel | undefined {
    return this.#indexes.models.resolve(name, policy);
  }

  listModels(policy?: KeyPolicy): readonly ListedModel[] {
    return this.#indexes.models.list(policy);
  }

  /** For a 404: the allowed name that was most likely meant. */
  nearestModel(name: string, policy?: KeyPolicy): string | undefined {
    return this.#indexes.models.nearest(name, policy);
  }

  provider(id: string): CallableProvider | undefined {
    return this.#indexes.providers.find(id, (each) => this.row('provider', each)?.state);
  }

  hasProvider(id: string): boolean {
    return this.row('provider', id) !== undefined;
  }

  hasModel(id: string): boolean {
    return this.find('model', id) !== undefined;
  }

  /** Not so for one whose name is a model's by its claim: it was given twice, before there were claims. */
  hasAlias(name: string): boolean {
    return this.find('alias', name) !== undefined && this.nameHolder(name) !== 'model';
  }

  /** By the claim of the name; undefined where nobody has claimed it. */
  nameHolder(name: string): NameHolder | undefined {
    return this.row('name', name)?.state.holder ?? undefined;
  }

  aliasesTo(model: string): readonly string[] {
    const aliases = this.list('alias', { limit: Infinity });
    return aliases.filter(({ targets }) => targets.some((target) => target.model === model)).map(({ alias }) => alias);
  }

  #put(row: DirectoryRow): void {
    const before = this.row(row.kind, row.id);
    const rows = this.#rows.get(row.kind) ?? new SortedRows();
    this.#rows.set(row.kind, rows);
    rows.put(row, !isGone(row.state));
    indexRow(this.#indexes, row, before);
  }
}

const isGone = (state: DirectoryStates[DirectoryKind] | undefined): boolean =>
  state !== undefined && 'removed_at' in state && standing(state) === undefined;
