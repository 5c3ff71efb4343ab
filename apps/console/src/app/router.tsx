import { createRootRoute, createRoute, createRouter, lazyRouteComponent, notFound, redirect } from '@tanstack/react-router';
import { CONSOLE_PATH } from '../api/base.js';
import { queries } from '../api/queries.js';
import { sessionQuery, type Session } from '../api/session.js';
import { placeAfter, homeOf } from '../parts/places.js';
import { Broken, NotFound, Waiting } from '../parts/states.js';
import { parseSearch, stringifySearch } from '../parts/search.js';
import { AdminShell, CustomerShell, PersonShell } from '../shell/shells.js';

const root = createRootRoute({ notFoundComponent: NotFound });

/** Everything below it is for who is signed in; whoever is not signs in, and comes back to where he wanted to go. */
async function signedIn({ location }: { readonly location: { readonly href: string } }): Promise<{ session: Session }> {
  const session = await queries.ensureQueryData(sessionQuery);
  if (!session) throw redirect({ to: '/sign-in', search: { to: location.href } });
  return { session };
}

const index = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: async (context) => {
    const { session } = await signedIn(context);
    throw redirect(homeOf(session));
  },
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: ({ to }: Record<string, unknown>): { to?: string } => placeAfter(to),
  component: lazyRouteComponent(() => import('../pages/sign-in/sign-in.page.js'), 'SignInPage'),
});
const join = createRoute({
  getParentRoute: () => root,
  path: '/join',
  component: lazyRouteComponent(() => import('../pages/join/join.page.js'), 'JoinPage'),
});
const reset = createRoute({
  getParentRoute: () => root,
  path: '/reset',
  component: lazyRouteComponent(() => import('../pages/reset/reset.page.js'), 'ResetPage'),
});
const address = createRoute({
  getParentRoute: () => root,
  path: '/address',
  component: lazyRouteComponent(() => import('../pages/address/address.page.js'), 'AddressPage'),
});
const signUp = createRoute({
  getParentRoute: () => root,
  path: '/sign-up',
  component: lazyRouteComponent(() => import('../pages/sign-up/sign-up.page.js'), 'SignUpPage'),
});

const person = createRoute({ getParentRoute: () => root, id: 'person', beforeLoad: signedIn, component: PersonShell });
const account = createRoute({
  getParentRoute: () => person,
  path: '/account',
  component: lazyRouteComponent(() => import('../pages/account/account.page.js'), 'AccountPage'),
});

const admin = createRoute({
  getParentRoute: () => root,
  path: '/admin',
  beforeLoad: async (context) => {
    const signed = await signedIn(context);
    if (signed.session.installation_role === null) throw notFound();
    return signed;
  },
  component: AdminShell,
});
const customers = createRoute({
  getParentRoute: () => admin,
  path: '/',
  component: lazyRouteComponent(() => import('../pages/admin/customers.page.js'), 'CustomersPage'),
});

/** The address carries the customer: a link opens in the right account, or is not found by who is no member of it. */
const customer = createRoute({
  getParentRoute: () => root,
  path: '/c/$customer',
  beforeLoad: async (context) => {
    const signed = await signedIn(context);
    const membership = signed.session.memberships.find((each) => each.customer === context.params.customer);
    if (!membership) throw notFound();
    return { ...signed, membership };
  },
  component: CustomerShell,
});

const home = createRoute({
  getParentRoute: () => customer,
  path: '/',
  component: lazyRouteComponent(() => import('../pages/home/home.page.js'), 'HomePage'),
});
const keys = createRoute({
  getParentRoute: () => customer,
  path: 'keys',
  component: lazyRouteComponent(() => import('../pages/keys/keys.page.js'), 'KeysPage'),
});
const people = createRoute({
  getParentRoute: () => customer,
  path: 'people',
  component: lazyRouteComponent(() => import('../pages/people/people.page.js'), 'PeoplePage'),
});
/** The list stays where it is while a receipt is open beside it. */
const logs = createRoute({
  getParentRoute: () => customer,
  path: 'logs',
  component: lazyRouteComponent(() => import('../pages/logs/logs.page.js'), 'LogsPage'),
});
const receipt = createRoute({
  getParentRoute: () => logs,
  path: '$request',
  component: lazyRouteComponent(() => import('../pages/logs/receipt.page.js'), 'ReceiptPage'),
});
const models = createRoute({
  getParentRoute: () => customer,
  path: 'models',
  component: lazyRouteComponent(() => import('../pages/models/models.page.js'), 'ModelsPage'),
});
const playground = createRoute({
  getParentRoute: () => customer,
  path: 'playground',
  component: lazyRouteComponent(() => import('../pages/playground/playground.page.js'), 'PlaygroundPage'),
});
const billing = createRoute({
  getParentRoute: () => customer,
  path: 'billing',
  component: lazyRouteComponent(() => import('../pages/billing/billing.page.js'), 'BillingPage'),
});

const portal = customer.addChildren([home, keys, people, logs.addChildren([receipt]), models, playground, billing]);
const before = [index, signIn, join, reset, address, signUp];

export const router = createRouter({
  routeTree: root.addChildren([...before, person.addChildren([account]), admin.addChildren([customers]), portal]),
  basepath: CONSOLE_PATH.replace(/\/$/, ''),
  parseSearch,
  stringifySearch,
  defaultPreload: 'intent',
  defaultPreloadStaleTime: 0,
  scrollRestoration: true,
  defaultPendingComponent: Waiting,
  defaultPendingMs: 150,
  defaultErrorComponent: Broken,
  defaultNotFoundComponent: NotFound,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
