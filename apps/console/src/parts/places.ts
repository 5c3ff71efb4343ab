import type { Session } from '../api/session.js';

/** Where a person starts: the customer used last in this browser, else the first, else the desk, else the own account. */
export function homeOf({
  memberships,
  installation_role,
}: Session): { to: '/c/$customer'; params: { customer: string } } | { to: '/admin' | '/account' } {
  const last = localStorage.getItem(LAST);
  const membership = memberships.find(({ customer }) => customer === last) ?? memberships[0];
  if (membership) return { to: '/c/$customer', params: { customer: membership.customer } };
  return { to: installation_role === null ? '/account' : '/admin' };
}

const LAST = 'tokenok.customer';
export const rememberCustomer = (customer: string): void => localStorage.setItem(LAST, customer);

/** A place in the console to go back to after a sign-in; an address of anywhere else is none. */
export const placeAfter = (to: unknown): { to?: string } => (typeof to === 'string' && /^\/(?![/\\])/.test(to) ? { to } : {});
