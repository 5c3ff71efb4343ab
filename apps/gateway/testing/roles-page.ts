import {
  CUSTOMER_ROLES,
  INSTALLATION_ROLES,
  memberMay,
  operatorMay,
  type CustomerPermission,
  type InstallationPermission,
} from '#identity';
import type { Access } from '../http/route/route-settings.js';
import type { RouteFacts } from '../http/route/route-map.js';

const HEAD = `# Roles

Who may take which route, by roles and permissions.

Made from the decorators of the controllers and the one table of \`libs/identity/people/roles.ts\`;
\`apps/gateway/roles.int.spec.ts\` walks every route with every role, and with another customer's ids. To write it anew
after a change: \`TOKENOK_WRITE_DOCS=1 npm test -- apps/gateway/roles\`. [people.md](people.md) has the rest.

- A person has a role at each customer that he belongs to, and may have one of the installation; the one gives nothing
  of the other. API keys go by their scopes ([routes.md](routes.md)); the admin token may what an owner of the
  installation may, but for what only a person can do (*people only*).
- *step-up*: whoever is signed in must have shown factors within the last ten minutes.
`;

type Table<Permission> = { readonly roles: readonly string[]; readonly may: (role: never, permission: Permission) => boolean };

const MEMBERS: Table<CustomerPermission> = { roles: CUSTOMER_ROLES, may: memberMay };
const OPERATORS: Table<InstallationPermission> = { roles: INSTALLATION_ROLES, may: operatorMay };

export function rolesPage(facts: readonly RouteFacts[]): string {
  return [
    HEAD,
    section('At a customer (`/me`)', facts, 'customer', MEMBERS),
    section('Of the installation (`/admin`)', facts, 'admin', OPERATORS),
    `\n## Whoever is signed in\n\n${facts
      .filter(({ access }) => access?.kind === 'person')
      .map(personal)
      .join('')}`,
  ].join('');
}

function section<Permission extends string>(
  title: string,
  facts: readonly RouteFacts[],
  kind: 'customer' | 'admin',
  { roles, may }: Table<Permission>,
): string {
  const rows = facts.flatMap((route) => {
    if (route.access?.kind !== kind) return [];
    const { permission } = route.access;
    const marks = roles.map((role) => (may(role as never, permission as Permission) ? 'yes' : '–'));
    return [`| ${[`\`${route.method} ${route.path}\``, `${permission}${noted(route)}`, ...marks].join(' | ')} |\n`];
  });
  const head = ['route', 'permission', ...roles];
  return `\n## ${title}\n\n| ${head.join(' | ')} |\n| ${head.map(() => '---').join(' | ')} |\n${rows.join('')}`;
}

const personal = (route: RouteFacts): string => `- \`${route.method} ${route.path}\`${noted(route)}\n`;

function noted({ access, needsStepUp }: RouteFacts): string {
  return [isForPeople(access) ? ', *people only*' : '', needsStepUp ? ', *step-up*' : ''].join('');
}

const isForPeople = (access: Access | undefined): boolean =>
  (access?.kind === 'admin' && access.isForPeople === true) || (access?.kind === 'customer' && access.scopes.length === 0);
