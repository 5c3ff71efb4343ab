/**
 * The floors: what each library may import, and nothing else. A room is a library or an adapter of one; its own files it may
 * always import. `libs` names rooms (`vault` is its index, `vault/sqlite` its adapter), `npm` packages, `node` modules of Node.
 */
const FLOORS = {
  // The books: what they decide depends on nothing but what comes in.
  'libs/money': {},
  'libs/ledger': { libs: ['money'] },
  'libs/accounts': { libs: ['money', 'ledger', 'event-store', 'streams'] },

  // Money from outside. A claim is settled by an account's own writer.
  'libs/claims': { libs: ['money', 'ledger', 'accounts', 'event-store', 'streams'], node: ['crypto'] },

  // Who and what. Secrets and personal data are sealed on the way into an event.
  'libs/identity': {
    libs: ['money', 'event-store', 'streams', 'vault'],
    npm: ['@node-rs/argon2', '@simplewebauthn/server', 'otpauth'],
    node: ['crypto'],
  },
  'libs/catalog': { libs: ['money', 'event-store', 'streams', 'vault'] },
  'libs/directory': { libs: ['catalog', 'identity', 'event-store', 'streams'] },
  'libs/people': { libs: ['directory', 'event-store', 'identity', 'streams', 'vault'], npm: ['typeid-js'], node: ['crypto'] },
  'libs/price-lists': { libs: ['money', 'catalog', 'streams'] },

  // The way of a request. Routing decides and is told: no clock, no socket, no framework.
  'libs/wire': { libs: ['money'], npm: ['gpt-tokenizer'], node: ['buffer', 'crypto'] },
  'libs/wire/aside': { libs: ['wire'], node: ['worker_threads'] },
  'libs/routing': { libs: ['money', 'ledger', 'identity', 'catalog', 'directory', 'wire'] },
  'libs/http-client': { libs: ['streams'], node: ['buffer', 'http', 'net', 'tls'] },
  'libs/sandbox': { node: ['crypto', 'events', 'http', 'net', 'timers/promises', 'worker_threads'] },

  // Stores: a port each, and adapters that know it.
  'libs/event-store': { npm: ['uuid'], node: ['crypto', 'timers/promises'] },
  'libs/event-store/memory': { libs: ['event-store'] },
  'libs/event-store/sqlite': { libs: ['event-store'], node: ['buffer', 'fs', 'path', 'sqlite', 'url', 'worker_threads'] },
  'libs/event-store/eventstoredb': {
    libs: ['event-store'],
    npm: ['@eventstore/db-client', 'google-protobuf'],
    node: ['buffer', 'crypto'],
  },
  'libs/streams': { libs: ['event-store'] },
  'libs/read-model': { libs: ['event-store'] },
  'libs/read-model/memory': { libs: ['read-model'] },
  'libs/read-model/sqlite': { libs: ['read-model', 'set-aside'], node: ['fs', 'path', 'sqlite'] },
  'libs/read-model/mongodb': { libs: ['read-model', 'event-store', 'mongodb'], npm: ['mongodb'], node: ['crypto', 'timers/promises'] },
  'libs/vault': { node: ['crypto'] },
  'libs/vault/memory': { libs: ['vault'], node: ['crypto'] },
  'libs/vault/sqlite': { libs: ['vault'], node: ['crypto', 'sqlite'] },
  'libs/vault/mongodb': { libs: ['vault', 'mongodb'], npm: ['mongodb'], node: ['crypto', 'timers/promises'] },
  'libs/response-history': {},
  'libs/response-history/memory': { libs: ['response-history'] },
  'libs/response-history/sqlite': { libs: ['response-history', 'set-aside'], node: ['fs', 'sqlite', 'worker_threads'] },
  'libs/response-history/mongodb': { libs: ['response-history', 'mongodb'], npm: ['mongodb'] },
  'libs/failures': {},
  'libs/failures/memory': { libs: ['failures'] },
  'libs/failures/sqlite': { libs: ['failures', 'set-aside'], node: ['sqlite'] },
  'libs/failures/mongodb': { libs: ['failures', 'mongodb'], npm: ['mongodb'] },
  'libs/set-aside': { node: ['fs', 'sqlite'] },
  // Mails: letters in four languages, a port, and SMTP behind it.
  'libs/mail': {},
  'libs/mail/smtp': { libs: ['mail'], npm: ['nodemailer'] },

  'libs/mongodb': { npm: ['mongodb'] },

  // Who may write the rows. A term is fenced where the rows are, so its stores share the connection of the read model's.
  'libs/membership': { libs: ['event-store'] },
  'libs/membership/memory': { libs: ['membership', 'event-store', 'read-model', 'read-model/memory'] },
  'libs/membership/mongodb': { libs: ['membership', 'event-store', 'mongodb', 'read-model/mongodb'], npm: ['mongodb'] },
  'libs/projecting': { libs: ['event-store', 'read-model', 'membership'], node: ['crypto', 'timers/promises', 'worker_threads'] },
  'libs/projecting/mongodb': {
    libs: ['membership', 'membership/mongodb', 'mongodb', 'read-model', 'read-model/mongodb'],
    node: ['timers/promises'],
  },

  // One folder for each question: folds of events and queries of rows, pure.
  projections: { libs: ['money', 'ledger', 'accounts', 'directory', 'event-store', 'read-model', 'projecting'] },

  // Above the projections: what runs them, what prints them, what needs none of them to check the books.
  'libs/projector': {
    libs: ['projections', 'event-store', 'read-model', 'membership', 'projecting'],
    npm: ['pino'],
    node: ['timers/promises'],
  },
  'libs/projector/sqlite': {
    libs: ['projections', 'projecting', 'event-store/sqlite', 'read-model/sqlite'],
    node: ['fs', 'os', 'path', 'worker_threads'],
  },
  'libs/projector/mongodb': { libs: ['projector', 'process', 'event-store/eventstoredb', 'membership/mongodb', 'read-model/mongodb'] },
  'libs/documents': { libs: ['projections'], npm: ['csv-stringify'] },
  'libs/audit': { libs: ['money', 'ledger', 'claims', 'identity', 'catalog', 'event-store'], node: ['crypto', 'sqlite'] },
  'libs/process': { npm: ['pino'], node: ['fs', 'net', 'path', 'sqlite', 'v8'] },
};

/** Apps compose: any library, any module of Node; a package is asked for here, and by ADR 9. */
const APPS = {
  'apps/cli': ['commander'],
  'apps/gateway': [
    '@nestjs/common',
    '@nestjs/core',
    '@nestjs/cqrs',
    '@fastify/static',
    '@nestjs/platform-fastify',
    '@nestjs/swagger',
    '@pydantic/genai-prices',
    'axios',
    'class-transformer',
    'class-validator',
    'fastify',
    'pino',
    'prom-client',
    'rate-limiter-flexible',
    'reflect-metadata',
    'rxjs',
    'rxjs',
    'standardwebhooks',
    'typeid-js',
    'undici',
  ],
  'apps/projector': ['prom-client'],
  'apps/console': [
    '@lingui/core',
    '@lingui/message-utils',
    '@lingui/react',
    '@react-aria/optimize-locales-plugin',
    '@simplewebauthn/browser',
    '@tanstack/react-query',
    '@tanstack/react-router',
    '@tanstack/react-table',
    '@tanstack/react-virtual',
    'lucide-react',
    'openapi-fetch',
    'qr',
    'react',
    'react-aria-components',
    'react-dom',
    'uplot',
    'vite',
  ],
};

module.exports = { FLOORS, APPS };
