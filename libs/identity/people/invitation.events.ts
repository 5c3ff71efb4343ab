import type { CustomerRole, InstallationRole } from './roles.js';

/** What stands of an invitation in the stream of what it invites to. The token is in the link alone; the address is a keyed hash, and sealed. */
type Invited = {
  readonly invitation: string;
  /** Keyed hash of the link's token. */
  readonly token_hash: string;
  readonly address_hash: string;
  /** Sealed under the invitation's own key in the vault, which goes with the invitation. */
  readonly email: string;
  /** The person who invites; null for the admin token and the command line, whose right nobody takes. */
  readonly by: string | null;
  /** By a mail to the address: then whoever follows the link proves the address. Else the link was shown to who invites. */
  readonly is_mailed: boolean;
  readonly expires_at: string;
};

/** Version 1 of each. In the customer's own stream: who may invite, who is a member and who is invited are decided in one place. */
export type InvitationEvent =
  | {
      readonly type: 'MemberInvited';
      readonly data: Invited & {
        readonly customer: string;
        readonly role: CustomerRole;
        /** By a role at the customer, or by one of the installation. */
        readonly by_role_of: 'customer' | 'installation';
      };
    }
  | { readonly type: 'InvitationWithdrawn'; readonly data: { readonly customer: string; readonly invitation: string } }
  /** The person is a member with it, unless he was one before. */
  | {
      readonly type: 'InvitationAccepted';
      readonly data: { readonly customer: string; readonly invitation: string; readonly person: string; readonly role: CustomerRole };
    };

/** Version 1 of each. In the stream of the installation, whose owners, like a customer's, are never none. */
export type OperatorEvent =
  | { readonly type: 'OperatorInvited'; readonly data: Invited & { readonly role: InstallationRole } }
  | { readonly type: 'OperatorInvitationWithdrawn'; readonly data: { readonly invitation: string } }
  | {
      readonly type: 'OperatorInvitationAccepted';
      readonly data: { readonly invitation: string; readonly person: string; readonly role: InstallationRole };
    }
  /** Goes before what was recorded of the person before; null takes the role away. */
  | { readonly type: 'OperatorRoleSet'; readonly data: { readonly person: string; readonly role: InstallationRole | null } };
