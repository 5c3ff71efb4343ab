import type { Scope } from '#identity';
import { SetMetadata, type ExecutionContext } from '@nestjs/common';

/** Who may take a route. Stands at the route and nowhere else: guard, OpenAPI and docs/routes.md read it. */
export type Access =
  | { readonly kind: 'admin' }
  /** API keys with any one of the scopes. */
  | { readonly kind: 'key'; readonly scopes: readonly Scope[] }
  /** The same, but authenticated by the handler, which has to be quicker than a guard. */
  | { readonly kind: 'key_by_handler'; readonly scopes: readonly Scope[] }
  /** No credentials of ours. `but`: what the handler asks for instead. */
  | { readonly kind: 'anyone'; readonly but?: string; readonly isSigned?: true };

export const ACCESS = 'tokenok:access';

type RouteDecorator = ClassDecorator & MethodDecorator;

const access = (value: Access): RouteDecorator => SetMetadata(ACCESS, value);

/** The admin token, or the session of an admin. */
export const ForAdmins = (): RouteDecorator => access({ kind: 'admin' });

export const ForKeys = (...scopes: readonly Scope[]): RouteDecorator => access({ kind: 'key', scopes });

export const ForKeysByHandler = (...scopes: readonly Scope[]): RouteDecorator => access({ kind: 'key_by_handler', scopes });

/** Whoever signs with the secret of a payment provider, as Standard Webhooks lays down; checked by the handler. */
export const ForPaymentProviders = (): RouteDecorator =>
  access({ kind: 'anyone', but: 'the signature of the payment provider', isSigned: true });

export const ForAnyone = (but?: string): RouteDecorator => access(but === undefined ? { kind: 'anyone' } : { kind: 'anyone', but });

const known = new WeakMap<object, Access | null>();

/** What the handler says of itself, else its controller; looked up once, since every request asks. */
export function accessOf(context: ExecutionContext): Access | undefined {
  const handler = context.getHandler();
  let access = known.get(handler);
  if (access === undefined) {
    access = metadata(handler) ?? metadata(context.getClass()) ?? null;
    known.set(handler, access);
  }
  return access ?? undefined;
}

const metadata = (target: object): Access | undefined => Reflect.getMetadata(ACCESS, target) as Access | undefined;
