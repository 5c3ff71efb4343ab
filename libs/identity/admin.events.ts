/** Version 1. Stream `admin-{admin}`. */
export type AdminEvent = {
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
};
