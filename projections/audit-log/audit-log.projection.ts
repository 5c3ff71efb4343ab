import type { JsonObject } from '#event-store';
import { projection } from '#projecting';

export type AuditRow = {
  /** The event's. */
  readonly id: string;
  /** When it was recorded. */
  readonly time: string;
  /** Who: `person:per_…`, `admin:token`; of old: `admin:adm_…`. */
  readonly actor: string;
  /** What happened, as the event's type. */
  readonly action: string;
  /** To what: stream and revision lead to the event, its data and its hash. */
  readonly stream: string;
  readonly revision: string;
  /** The command or request that caused it. */
  readonly cause: string;
  /** What can be said of it without secrets. */
  readonly details: JsonObject;
  /** For the one list of all, newest first. */
  readonly list: 'all';
};

/** Members of data that tell what was done and hold neither secrets nor personal data. Everything else stays in the event. */
const TELLING = [
  'person',
  'customer',
  'role',
  'session',
  'factors',
  'how',
  'amount',
  'currency',
  'kind',
  'reason',
  'expires_at',
  'scopes',
  'policy',
  'protocol',
  'base_url',
  'targets',
  'price',
  'source',
  'apply',
  'markup_ppm',
  'models',
];

/** Claims are how a command is kept from happening twice; what it did stands in events of its own. */
const CLAIMS = ['command-', 'name-', 'address-'];
const isClaim = (stream: string): boolean => CLAIMS.some((prefix) => stream.startsWith(prefix));

/** Whoever acts with the admin token (of old: as an admin), and whoever is signed in. */
const isSomebody = (actor: string): boolean => actor.startsWith('admin:') || actor.startsWith('person:');

/** Everything that people and the admin token did, of any type, newest first: sign-ins, what operators change, and what members do. */
export const auditLog = projection<AuditRow, Record<never, never>>({
  name: 'audit-log',
  version: 4,
  poison: 'park',
  indexes: { by_time: ['list', 'time'], by_actor: ['actor', 'time'] },
  keys: ({ stream, revision, metadata: { actor, recorded } }) =>
    isSomebody(actor) && !isClaim(stream) ? `${recorded}/${stream}/${String(revision).padStart(12, '0')}` : undefined,
  on: {},
  any: (_, { id, type, stream, revision, data, metadata }) => ({
    id,
    time: metadata.recorded,
    actor: metadata.actor,
    action: type,
    stream,
    revision: String(revision),
    cause: metadata.cause,
    details: Object.fromEntries(TELLING.filter((name) => data[name] !== undefined).map((name) => [name, data[name]])),
    list: 'all',
  }),
  begins: () => true,
  ended: () => true,
});
