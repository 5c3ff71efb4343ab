import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Access } from '../http/route/route-settings.js';
import type { RouteFacts } from '../http/route/route-map.js';
import type { Asked } from '../http/route/runs.js';

const HEAD = `# Routes

Which routes there are, who may take each, which file takes it, what it asks of the system, and which events that may
write.

Made from the decorators of the controllers, and held by \`apps/gateway/routes.int.spec.ts\`. To write it anew after a
change: \`TOKENOK_WRITE_DOCS=1 npm test -- apps/gateway/routes\`.

- **Who**: \`admin\` is the admin token or a session whose role of the installation has the permission, \`operator\` the
  session alone; \`member\` is a session whose role at the customer has the permission; \`key\` is an API key with one of
  the scopes; \`person\` is whoever is signed in. *step-up*: a session must have shown factors within ten minutes.
  Which role has which permission: [roles.md](roles.md).
- **Handler**: the file in \`apps/gateway/\`, and the method.
- **Asks**: commands and queries of the buses (the class stands in \`*.commands.ts\` or \`*.queries.ts\` of the topic's
  room). What stands in quotation marks goes over no bus. \`HoldFunds\`, \`MeterTokens\` and \`FailRequest\` are commands
  of the ledger (\`libs/ledger\`): the way of a request has no bus in it.
- **Writes**: besides these, a command under an Idempotency-Key writes its claim (\`CommandAccepted\`,
  \`CommandAnswered\`, \`ClaimCarriedOver\`), and whatever touches an account may first close a month that is over
  (\`AccountOpened\`, \`PeriodClosed\`, \`PeriodOpened\`, \`PeriodCarried\`, \`ClaimsListed\`, \`CreditExpired\`), and
  on engines lease or give back (\`FundsLeased\`, \`LeaseOpened\`, \`FundsRecalled\`, \`LeaseSealed\`, \`LeaseSettled\`).

| route | who | handler | asks | writes |
| --- | --- | --- | --- | --- |
`;

/** Of the ledger's own commands. */
const LEDGER_WRITES: Readonly<Record<string, readonly string[]>> = {
  HoldFunds: ['RouteQuoted', 'RequestRouted'],
  MeterTokens: ['TokensMetered'],
  FailRequest: ['RequestFailed'],
};

export function routesPage(facts: readonly RouteFacts[]): string {
  const files = controllerFiles('apps/gateway');
  const rows = facts.map(({ method, path, access, needsStepUp, controller, handler, runs }) => {
    const written = [...new Set(runs.flatMap(writtenBy))];
    return [
      `\`${method} ${path}\``,
      who(access) + (needsStepUp ? ' *step-up*' : ''),
      `\`${files.get(controller) ?? controller}\` ${handler}`,
      runs.map(nameOf).join(', '),
      written.join(', ') || '–',
    ];
  });
  return HEAD + rows.map((cells) => `| ${cells.join(' | ')} |\n`).join('');
}

function who(access: Access | undefined): string {
  switch (access?.kind) {
    case 'admin':
      return `${access.isForPeople ? 'operator' : 'admin'}: ${access.permission}`;
    case 'customer':
      return [`member: ${access.permission}`, ...(access.scopes.length > 0 ? [`key: ${access.scopes.join(' or ')}`] : [])].join('; ');
    case 'person':
      return 'person';
    case 'key_alone':
      return `key: ${access.scopes.join(' or ')}`;
    case 'anyone':
      return access.but === undefined ? 'anyone' : `anyone with ${access.but}`;
    case undefined:
      return 'nobody';
  }
}

const nameOf = (asked: Asked): string =>
  typeof asked === 'string' ? (asked in LEDGER_WRITES ? `\`${asked}\`` : `“${asked}”`) : `\`${asked.name}\``;

function writtenBy(asked: Asked): readonly string[] {
  if (typeof asked === 'string') return LEDGER_WRITES[asked] ?? [];
  return 'writes' in asked ? asked.writes : [];
}

/** The file of each controller by its class, from the gateway's folder on. */
function controllerFiles(folder: string): ReadonlyMap<string, string> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.controller.ts'));
  return new Map(
    files.flatMap((file) =>
      [...readFileSync(join(folder, file), 'utf8').matchAll(/^export class (\w+)/gm)].map(([, name]) => [name ?? '', file] as const),
    ),
  );
}
