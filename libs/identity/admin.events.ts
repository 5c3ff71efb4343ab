/** Version 1 of each. Stream `admin-{admin}`. */
export type AdminEvent =
  | {
      readonly type: 'AdminRegistered';
      readonly data: {
        readonly admin: string;
        /** HMAC of the normalised address under the installation's pepper: what a login looks for. */
        readonly email_hash: string;
        /** Under the admin's own key in the vault. */
        readonly email: string;
        /** An argon2id hash, under the master key: exported events must not let anyone guess passwords. */
        readonly password: string;
      };
    }
  /** Every session of the admin has ended with it. */
  | { readonly type: 'AdminPasswordChanged'; readonly data: { readonly admin: string; readonly password: string } }
  /** Signed out. After `expires_at` the session would have ended by itself. */
  | { readonly type: 'AdminSessionEnded'; readonly data: { readonly admin: string; readonly session: string; readonly expires_at: string } }
  /** All that had begun. */
  | { readonly type: 'AdminSessionsEnded'; readonly data: { readonly admin: string } };
