import type { Files } from './tree.js';

/** A rule, a file that breaks it and its twin that does not. Both stand in `file`, which is named by what it is. */
export interface BorderFixture {
  readonly rule: string;
  readonly file: string;
  readonly broken: string;
  readonly mended: string;
  /** What they import, where it is no file of HOUSE. */
  readonly beside?: Files;
}

const EMPTY = 'export {};\n';
const LIBRARIES = ['money', 'ledger', 'accounts', 'event-store', 'event-store/sqlite', 'process', 'wire'];

/** What the fixtures import. */
export const HOUSE: Files = {
  ...Object.fromEntries(LIBRARIES.map((name) => [`libs/${name}/index.ts`, EMPTY])),
  'projections/index.ts': EMPTY,
  'projections/usage/usage.query.ts': EMPTY,
  'libs/wire/chat/request.ts': EMPTY,
  'libs/wire/testing/answers.ts': EMPTY,
  'apps/gateway/main.ts': EMPTY,
  'apps/gateway/customers/customers.ts': EMPTY,
  'apps/gateway/http/errors/refusal.ts': EMPTY,
  'apps/gateway/http/errors/refused.ts': EMPTY,
};

export const BORDERS: readonly BorderFixture[] = [
  {
    rule: 'no-cycles',
    file: 'libs/wire/chat/circle.ts',
    broken: "import './circle.far.js';",
    mended: "import './request.js';",
    beside: { 'libs/wire/chat/circle.far.ts': "import './circle.broken.js';" },
  },
  { rule: 'no-unresolvable', file: 'libs/wire/nowhere.ts', broken: "import './gone.js';", mended: "import './chat/request.js';" },
  {
    rule: 'every-library-has-a-floor',
    file: 'libs/stranger/entering.ts',
    broken: "import '#money';",
    mended: EMPTY,
  },
  {
    rule: 'every-library-has-a-floor',
    file: 'apps/cli/entered.ts',
    broken: "import '#unheard-of';",
    mended: "import '#money';",
    beside: { 'libs/unheard-of/index.ts': EMPTY },
  },
  {
    rule: 'libs-do-not-import-apps',
    file: 'libs/wire/upwards.ts',
    broken: "import '../../apps/gateway/main.js';",
    mended: "import '#money';",
  },
  {
    rule: 'no-app-imports-an-app',
    file: 'apps/cli/other-app.ts',
    broken: "import '../gateway/main.js';",
    mended: "import '#process';",
  },
  {
    rule: 'no-app-imports-an-app',
    file: 'apps/projector/late.ts',
    broken: "export const gateway = () => import('../gateway/main.js');",
    mended: "export const gateway = () => import('#process');",
  },
  {
    rule: 'adapters-never-know-the-ledger',
    file: 'libs/event-store/sqlite/accounts.ts',
    broken: "import '#ledger';",
    mended: "import '#event-store';",
  },
  {
    rule: 'a-library-is-entered-by-its-index',
    file: 'libs/routing/window.ts',
    broken: "import '../wire/chat/request.js';",
    mended: "import '#wire';",
  },
  {
    rule: 'apps-enter-libraries-by-their-index',
    file: 'apps/cli/window.ts',
    broken: "import '../../libs/wire/chat/request.js';",
    mended: "import '#event-store/sqlite';",
  },
  {
    rule: 'projections-are-entered-by-their-index',
    file: 'apps/cli/rows.ts',
    broken: "import '../../projections/usage/usage.query.js';",
    mended: "import '#projections';",
  },
  {
    rule: 'product-needs-no-proof',
    file: 'libs/wire/proof.ts',
    broken: "import './testing/answers.js';",
    mended: "import './chat/request.js';",
  },
  {
    rule: 'the-console-knows-only-http',
    file: 'apps/console/money.ts',
    broken: "import '#money';",
    mended: "import './client.js';",
    beside: { 'apps/console/client.ts': EMPTY },
  },
  {
    rule: 'only-the-edge-refuses-in-http',
    file: 'apps/gateway/customers/customers.commands.ts',
    broken: "import '../http/errors/refusal.js';",
    mended: "import '../http/errors/refused.js';",
  },
  {
    rule: 'only-the-edge-knows-fastify',
    file: 'apps/gateway/customers/asking.ts',
    broken: "import type { FastifyRequest } from 'fastify';",
    mended: "import type { Type } from '@nestjs/common';",
  },
  {
    rule: 'only-the-edge-knows-fastify',
    file: 'apps/gateway/inference/exchange/exchange.ts',
    broken: "import type { NestFastifyApplication } from '@nestjs/platform-fastify';",
    mended: "import type { Type } from '@nestjs/common';",
  },
  {
    rule: 'the-ground-knows-no-feature',
    file: 'apps/gateway/ground/feature.ts',
    broken: "import '../customers/customers.js';",
    mended: "import '#process';",
  },
  {
    rule: 'http-knows-no-room',
    file: 'apps/gateway/http/output/outcome.ts',
    broken: "import '../../customers/customers.js';",
    mended: "import '../errors/refused.js';",
  },
  {
    rule: 'loaded-when-asked-for',
    file: 'apps/gateway/customers/described.controller.ts',
    broken: "import { ApiTags } from '@nestjs/swagger';\nApiTags('x');",
    mended: "import type { ApiTags } from '@nestjs/swagger';\nexport type Tags = typeof ApiTags;\nawait import('axios');",
  },
  {
    rule: 'the-books-know-no-http',
    file: 'apps/gateway/books/refused.ts',
    broken: "import '../http/errors/refused.js';",
    mended: "import '#accounts';",
  },
];

/** What the edge may: none of it breaks a rule. */
export const ALLOWED: Files = {
  'apps/gateway/http/output/allowed.ts': "import '../errors/refusal.js';\nimport 'fastify';",
  'apps/gateway/auth/allowed.ts': "import '../http/errors/refusal.js';\nimport 'fastify';",
  'apps/gateway/inference/edge/allowed.ts': "import '../../http/errors/refusal.js';\nimport 'fastify';",
  'apps/gateway/customers/allowed.controller.ts': "import '../http/errors/refusal.js';\nimport 'fastify';",
  'apps/gateway/gateway.ts': "import type { NestFastifyApplication } from '@nestjs/platform-fastify';",
};

/** Two folders that reach each other, though no two files do; the specs of two others do, and may. */
export const FOLDERS: Files = {
  'libs/wire/circle/one.ts': "import '../round/one.js';",
  'libs/wire/circle/two.ts': EMPTY,
  'libs/wire/round/one.ts': EMPTY,
  'libs/wire/round/two.ts': "import '../circle/two.js';",
  'libs/wire/line/one.ts': "import '../end/one.js';",
  'libs/wire/line/two.ts': EMPTY,
  'libs/wire/end/one.ts': EMPTY,
  'libs/wire/end/two.spec.ts': "import '../line/two.js';",
};
