import { sign, verify, createPublicKey } from 'node:crypto';
import { MasterKey, WrongKeyError } from '#vault';
import { decideInstallation, evolveInstallation, mintInstallation, openInstallation } from './index.js';
import { specification } from './testing/given.js';

const given = specification(decideInstallation, evolveInstallation);
const master = new MasterKey(new Uint8Array(32).fill(1));
const seed = mintInstallation(master);
const seeded = { type: 'InstallationSeeded', data: seed.seed } as const;

describe('seeding the installation', () => {
  it('is done by the first writer', () => given().when(seed).then(seeded));
  it('passes over every later seed', () => given(seeded).when(mintInstallation(master)).thenNothing());

  it('gives secrets that open under the master key, and a signing key that fits its public half', () => {
    const { state } = given(seeded);
    const secrets = openInstallation(state!, master);
    expect(secrets.pepper).toHaveLength(32);
    expect(secrets.cookieKey).toHaveLength(32);
    const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: secrets.signingPublicKey }, format: 'jwk' });
    const text = Buffer.from('checkpoint');
    expect(verify(null, text, publicKey, sign(null, text, secrets.signingKey))).toBe(true);
  });

  it('says which master key it needs when started with another', () => {
    const other = new MasterKey(new Uint8Array(32).fill(9));
    expect(() => openInstallation(given(seeded).state!, other)).toThrow(WrongKeyError);
  });
});
