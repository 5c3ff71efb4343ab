/** Languages that people are written to in. */
export const LANGUAGES = ['en', 'zh', 'ja', 'ko'] as const;
export type Language = (typeof LANGUAGES)[number];

/** What of a person's sign-in was changed. */
export type ChangedFactor = 'password' | 'passkey' | 'totp' | 'recovery_codes' | 'address' | 'reset';

/** What a letter is about. Times are RFC 3339 UTC; `link` has the token in its fragment. */
export type Letter =
  | {
      readonly kind: 'invitation';
      readonly link: string;
      /** Undefined: to the installation itself. */
      readonly customer?: string | undefined;
      readonly role: string;
      readonly expiresAt: string;
    }
  | { readonly kind: 'reset'; readonly link: string; readonly expiresAt: string }
  | { readonly kind: 'address'; readonly link: string; readonly expiresAt: string }
  | { readonly kind: 'sign_up'; readonly link: string; readonly expiresAt: string }
  /** A sign-up with an address that has an account. */
  | { readonly kind: 'known' }
  /** To the address that the person had before. */
  | { readonly kind: 'changed'; readonly what: ChangedFactor; readonly at: string };

export interface Written {
  readonly subject: string;
  readonly text: string;
}

/** What one language says. A missing sentence does not compile. */
export interface Words {
  readonly subject: {
    readonly invitation: string;
    readonly reset: string;
    readonly address: string;
    readonly sign_up: string;
    readonly known: string;
    readonly changed: (what: string) => string;
  };
  readonly invitedTo: (customer: string, role: string) => string;
  readonly invitedToInstallation: (role: string) => string;
  readonly resetAsked: string;
  readonly addressGiven: string;
  readonly signUpAsked: string;
  readonly known: string;
  readonly follow: string;
  readonly once: (until: string) => string;
  readonly notYou: string;
  readonly changedAt: (what: string, at: string) => string;
  readonly othersEnded: string;
  readonly notYourChange: string;
  readonly factor: Readonly<Record<ChangedFactor, string>>;
  readonly role: Readonly<Record<string, string>>;
}
