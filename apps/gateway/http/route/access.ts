import type { CustomerPermission, InstallationPermission, Scope } from '#identity';
import { SetMetadata, type ExecutionContext, type Type } from '@nestjs/common';
import { setOfEachRoute, setOfRoute, type Access } from './route-settings.js';

export const ACCESS = 'tokenok:access';
export const STEP_UP = 'tokenok:step-up';

type RouteDecorator = ClassDecorator & MethodDecorator;

function access(value: Access): RouteDecorator {
  const describe = SetMetadata(ACCESS, value);
  return (target: object, name?: string | symbol, descriptor?: PropertyDescriptor): void => {
    if (name === undefined || descriptor === undefined) {
      describe(target as Type);
      setOfEachRoute((target as Type).prototype as object, { access: value });
      return;
    }
    describe(target, name, descriptor);
    setOfRoute({ access: value })(target, name, descriptor);
  };
}

/** The admin token, or somebody whose role of the installation has the permission. */
export const ForAdmins = (permission: InstallationPermission): RouteDecorator => access({ kind: 'admin', permission });

/** The same without the token: what is done has to be a person's doing. */
export const ForOperators = (permission: InstallationPermission): RouteDecorator =>
  access({ kind: 'admin', permission, isForPeople: true });

/** A member whose role at the customer has the permission, or an API key with one of the scopes; without scopes no key at all. */
export const ForCustomers = (permission: CustomerPermission, ...scopes: readonly Scope[]): RouteDecorator =>
  access({ kind: 'customer', permission, scopes });

/** Whoever is signed in. */
export const ForPeople = (): RouteDecorator => access({ kind: 'person' });

/** A session has to have shown factors within the last ten minutes: before keys, money, roles, policies and credentials. Keys and the token have none. */
export const StepUp = (): MethodDecorator => (target, name, descriptor) => {
  SetMetadata(STEP_UP, true)(target, name, descriptor);
  setOfRoute({ needsStepUp: true })(target, name, descriptor);
};

export const ForKeysAlone = (...scopes: readonly Scope[]): RouteDecorator => access({ kind: 'key_alone', scopes });

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
