import type { Currency } from '#money';
import type { InvitationEvent } from './people/invitation.events.js';
import type { MemberEvent } from './people/member.events.js';

/** Version 1 of each. Stream `customer-{customer}`. */
export type CustomerEvent =
  | MemberEvent
  | InvitationEvent
  | {
      readonly type: 'CustomerRegistered';
      readonly data: {
        readonly customer: string;
        /** The customer's one account today; nothing else may depend on there being one. */
        readonly account: string;
        readonly currency: Currency;
        readonly time_zone: string;
        /** Ciphertexts under the customer's own key: erasing that key erases the person. */
        readonly name: string;
        readonly email: string;
      };
    }
  | { readonly type: 'CustomerSuspended'; readonly data: { readonly customer: string; readonly reason?: string } }
  /** The key is gone from the vault: name and e-mail are noise. Keys of theirs are revoked by events of their own. */
  | { readonly type: 'CustomerErased'; readonly data: { readonly customer: string; readonly reason?: string } }
  | { readonly type: 'CustomerReinstated'; readonly data: { readonly customer: string; readonly reason?: string } };
