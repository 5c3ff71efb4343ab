import { createPrivateKey, generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto';
import type { MasterKey } from '#vault';
import type { Installation, SeedInstallation } from './installation.decider.js';

/** What the installation's secrets are once the master key has opened them. Kept in memory only. A class, so that it can be injected. */
export abstract class InstallationSecrets {
  /** Keys the hashes of API keys and e-mail addresses. */
  abstract readonly pepper: Uint8Array;
  /** Encrypts session cookies. */
  abstract readonly cookieKey: Uint8Array;
  /** Ed25519: signs the log's checkpoints. */
  abstract readonly signingKey: KeyObject;
  /** Raw, base64url. */
  abstract readonly signingPublicKey: string;
}

export function mintInstallation(master: MasterKey): SeedInstallation {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return {
    type: 'SeedInstallation',
    seed: {
      pepper: master.seal(randomBytes(32), 'installation:pepper'),
      cookie_key: master.seal(randomBytes(32), 'installation:cookie_key'),
      signing_key: master.seal(privateKey.export({ format: 'der', type: 'pkcs8' }), 'installation:signing_key'),
      signing_public_key: publicKey.export({ format: 'jwk' }).x ?? '',
    },
  };
}

/** Throws `WrongKeyError` when the events were written under another master key: nothing of the installation can be used then. */
export function openInstallation(installation: Installation, master: MasterKey): InstallationSecrets {
  const signingKey = master.open(installation.signing_key, 'installation:signing_key');
  return {
    pepper: master.open(installation.pepper, 'installation:pepper'),
    cookieKey: master.open(installation.cookie_key, 'installation:cookie_key'),
    signingKey: createPrivateKey({ key: signingKey, format: 'der', type: 'pkcs8' }),
    signingPublicKey: installation.signing_public_key,
  };
}
