import type { CustomerPermission, InstallationPermission, Scope } from '#identity';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { RouteOptions } from 'fastify';

/** Who may take a route. Stands at the route and nowhere else: the gate, OpenAPI and docs/routes.md read it. */
export type Access =
  /** Somebody who is signed in and whose role of the installation has the permission; the admin token, unless a person is meant. */
  | { readonly kind: 'admin'; readonly permission: InstallationPermission; readonly isForPeople?: true }
  /** A member whose role at the customer has the permission; API keys with any one of the scopes. */
  | { readonly kind: 'customer'; readonly permission: CustomerPermission; readonly scopes: readonly Scope[] }
  /** Whoever is signed in. */
  | { readonly kind: 'person' }
  /** API keys with any one of the scopes; a session means nothing. */
  | { readonly kind: 'key_alone'; readonly scopes: readonly Scope[] }
  /** No credentials of ours. `but`: what the handler asks for instead. */
  | { readonly kind: 'anyone'; readonly but?: string; readonly isSigned?: true };

/** What the HTTP server knows of a route of ours: Fastify's `config` of it. */
export interface RouteSettings {
  readonly access?: Access;
  /** Of a session: factors have to have been shown within the last ten minutes. */
  readonly needsStepUp?: true;
  readonly bodyLimit?: number;
  /** Taken before the router. */
  readonly isHot?: true;
}

/** One object for each handler, since each decorator of a route adds its own and Nest takes it when the route is registered. */
const settings = new WeakMap<object, RouteSettings>();

/** What another decorator said stays. */
export function setOfRoute(values: RouteSettings): MethodDecorator {
  return (target, name, descriptor) => {
    const handler = descriptor.value as object;
    const all = Object.assign(settings.get(handler) ?? {}, values);
    settings.set(handler, all);
    RouteConfig(all)(target, name, descriptor);
  };
}

/** Of each method of a class that does not say it of itself; decorators of a class run behind those of its methods. */
export function setOfEachRoute(prototype: object, values: RouteSettings): void {
  for (const [name, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
    const handler: unknown = descriptor.value;
    if (typeof handler !== 'function' || name === 'constructor') continue;
    setOfRoute({ ...values, ...settings.get(handler) })(prototype, name, descriptor);
  }
}

/** Of a handler, by its decorators. */
export function settingsOfHandler(handler: object): RouteSettings {
  return settings.get(handler) ?? {};
}

export function settingsOf({ config }: Pick<RouteOptions, 'config'>): RouteSettings {
  return config ?? {};
}
