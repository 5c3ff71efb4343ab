import { useRouteContext } from '@tanstack/react-router';
import { apiOf, type Api } from '../api/client.js';
import type { Membership, Session } from '../api/session.js';

export interface Here {
  /** `cus_…`: part of every query key of a page, `['keys', customer]`. */
  readonly customer: string;
  readonly membership: Membership;
  readonly session: Session;
  /** The API in the name of this customer. */
  readonly api: Api;
  readonly may: (permission: string) => boolean;
}

/** The customer of the address that is open, in every page of the portal. */
export function useHere(): Here {
  const { membership, session } = useRouteContext({ from: '/c/$customer' });
  const { customer, permissions } = membership;
  return { customer, membership, session, api: apiOf(customer), may: (permission) => permissions.includes(permission) };
}
