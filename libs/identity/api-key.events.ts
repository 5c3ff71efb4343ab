/** What a key may do. `keys:write` makes, rotates and revokes keys of its customer, and hands on no more than the key itself holds. */
export const SCOPES = ['inference', 'billing:read', 'keys:write'] as const;
export type Scope = (typeof SCOPES)[number];
export const DEFAULT_SCOPES: readonly Scope[] = ['inference', 'billing:read'];

/** What narrows a key beyond its scopes. Absent members do not narrow. */
export type KeyPolicy = {
  /** Only these models and aliases may be asked for, by exactly these names. */
  readonly models?: readonly string[];
};

/** Version 1 of each. Stream `key-{key}`. The secret itself stands nowhere. */
export type KeyEvent =
  | {
      readonly type: 'KeyIssued';
      readonly data: {
        readonly key: string;
        readonly customer: string;
        readonly account: string;
        readonly name: string;
        /** How the secret begins, for people who look for it: `tok_Ab3d`. */
        readonly prefix: string;
        /** HMAC-SHA256 of the secret under the installation's pepper, base64url. */
        readonly hash: string;
        readonly scopes: readonly Scope[];
        readonly policy?: KeyPolicy;
        readonly expires_at?: string;
      };
    }
  | {
      readonly type: 'KeyRotated';
      readonly data: {
        readonly key: string;
        readonly prefix: string;
        readonly hash: string;
        /** The secrets before this one work until then at the latest; the moment of rotation: not at all. */
        readonly previous_valid_until: string;
      };
    }
  | { readonly type: 'KeyRevoked'; readonly data: { readonly key: string } }
  | { readonly type: 'KeyLimitsChanged'; readonly data: { readonly key: string; readonly policy: KeyPolicy } };
