/** Roles that a person has at a customer. One person can have another one at each. */
export const CUSTOMER_ROLES = ['owner', 'developer', 'finance', 'viewer'] as const;
export type CustomerRole = (typeof CUSTOMER_ROLES)[number];

/** Roles of those who run the installation. */
export const INSTALLATION_ROLES = ['owner', 'operator', 'finance', 'support', 'auditor'] as const;
export type InstallationRole = (typeof INSTALLATION_ROLES)[number];

/** What a route under `/me` needs of a member. */
export const CUSTOMER_PERMISSIONS = [
  'account.read',
  'logs.read',
  'billing.read',
  'keys.read',
  'keys.write',
  'playground.use',
  'people.read',
  'people.write',
] as const;
export type CustomerPermission = (typeof CUSTOMER_PERMISSIONS)[number];

/** What a route under `/admin` needs of those who run the installation. */
export const INSTALLATION_PERMISSIONS = [
  'installation.read',
  'customers.read',
  'customers.write',
  'keys.read',
  'keys.write',
  'catalog.read',
  'catalog.write',
  'credits.write',
  'payments.read',
  'payments.write',
  'ledger.read',
  'audit.read',
  'people.read',
  'people.admin',
] as const;
export type InstallationPermission = (typeof INSTALLATION_PERMISSIONS)[number];

const SEEN_BY_MEMBERS: readonly CustomerPermission[] = ['account.read', 'logs.read', 'billing.read', 'keys.read', 'people.read'];
const READ: readonly InstallationPermission[] = INSTALLATION_PERMISSIONS.filter((permission) => permission.endsWith('.read'));

/** The one table: what each role may. docs/roles.md is made from it and from the routes' decorators. */
export const CUSTOMER_TABLE: Readonly<Record<CustomerRole, readonly CustomerPermission[]>> = {
  owner: CUSTOMER_PERMISSIONS,
  developer: [...SEEN_BY_MEMBERS, 'keys.write', 'playground.use'],
  finance: SEEN_BY_MEMBERS,
  viewer: SEEN_BY_MEMBERS,
};

export const INSTALLATION_TABLE: Readonly<Record<InstallationRole, readonly InstallationPermission[]>> = {
  owner: INSTALLATION_PERMISSIONS,
  operator: [
    'installation.read',
    'customers.read',
    'customers.write',
    'keys.read',
    'keys.write',
    'catalog.read',
    'catalog.write',
    'credits.write',
    'payments.read',
    'ledger.read',
  ],
  finance: ['installation.read', 'customers.read', 'catalog.read', 'credits.write', 'payments.read', 'payments.write', 'ledger.read'],
  support: ['installation.read', 'customers.read', 'keys.read', 'catalog.read', 'payments.read'],
  auditor: READ,
};

export const memberMay = (role: CustomerRole, permission: CustomerPermission): boolean => CUSTOMER_TABLE[role].includes(permission);

export const operatorMay = (role: InstallationRole, permission: InstallationPermission): boolean =>
  INSTALLATION_TABLE[role].includes(permission);

/** Nobody invites somebody to more than he may himself: an inviter's role covers the roles whose permissions it has. */
export const customerRoleCovers = (own: CustomerRole, given: CustomerRole): boolean =>
  CUSTOMER_TABLE[given].every((permission) => memberMay(own, permission));

export const installationRoleCovers = (own: InstallationRole, given: InstallationRole): boolean =>
  INSTALLATION_TABLE[given].every((permission) => operatorMay(own, permission));
