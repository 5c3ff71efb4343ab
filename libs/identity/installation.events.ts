import type { OperatorEvent } from './people/invitation.events.js';

/** Stream `installation`: its seed, and who runs it. */
export type InstallationEvent = InstallationSeeded | OperatorEvent;

/** Version 1: what all gateways of an installation share, wrapped by the master key. The first writer wins. */
type InstallationSeeded = {
  readonly type: 'InstallationSeeded';
  readonly data: {
    /** Ciphertexts under the master key. */
    readonly pepper: string;
    readonly cookie_key: string;
    readonly signing_key: string;
    /** Ed25519, raw, base64url: what auditors pin. */
    readonly signing_public_key: string;
  };
};
