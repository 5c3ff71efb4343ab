import type { CustomerRole } from './roles.js';

/** Version 1 of each. In the customer's own stream, so that two who leave at the same moment are not both its last owner but one. */
export type MemberEvent =
  | {
      readonly type: 'MemberAdded';
      readonly data: { readonly customer: string; readonly person: string; readonly role: CustomerRole };
    }
  | {
      readonly type: 'MemberRoleChanged';
      readonly data: { readonly customer: string; readonly person: string; readonly role: CustomerRole };
    }
  | { readonly type: 'MemberRemoved'; readonly data: { readonly customer: string; readonly person: string } };
