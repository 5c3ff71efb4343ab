import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';

/**
 * Ciphertexts as they stand in events and in the vault: `v1.<key name>.<nonce>.<ciphertext and tag>`, the last two in base64url.
 * AES-256-GCM (NIST SP 800-38D) with a random 96-bit nonce and a 128-bit tag. The version, the key's name and the caller's
 * context (which field of what) are authenticated, so a ciphertext that was moved to another place does not open.
 */

const VERSION = 'v1';
export const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const KEY_NAME = /^[A-Za-z0-9_-]{1,100}$/;

/** The ciphertext was made with another key than the one at hand: most often a changed `TOKENOK_MASTER_KEY`. */
export class WrongKeyError extends Error {
  readonly code = 'WRONG_KEY';
  constructor(
    readonly needed: string,
    readonly given: string,
  ) {
    super(`Encrypted with the key named ${needed}, but the key at hand is ${given}`);
  }
}

/** Not one of our ciphertexts, changed since, or moved out of its context. */
export class UndecipherableError extends Error {
  readonly code = 'UNDECIPHERABLE';
}

export function encrypt(keyName: string, key: Uint8Array, plaintext: string | Uint8Array, context: string): string {
  checkKey(keyName, key);
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(authenticated(keyName, context));
  const body = Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
  return `${VERSION}.${keyName}.${nonce.toString('base64url')}.${body.toString('base64url')}`;
}

/** Throws `WrongKeyError` where the ciphertext names another key, `UndecipherableError` for everything else that does not open. */
export function decrypt(keyName: string, key: Uint8Array, ciphertext: string, context: string): Buffer {
  checkKey(keyName, key);
  const needed = keyNameOf(ciphertext);
  if (needed !== keyName) throw new WrongKeyError(needed, keyName);
  const [, , nonceText = '', bodyText = ''] = ciphertext.split('.');
  const nonce = bytesOf(nonceText);
  const body = bytesOf(bodyText);
  if (nonce.length !== NONCE_BYTES || body.length < TAG_BYTES) throw new UndecipherableError('Not a ciphertext of ours: too short');
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(authenticated(keyName, context));
  decipher.setAuthTag(body.subarray(-TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(body.subarray(0, -TAG_BYTES)), decipher.final()]);
  } catch (cause) {
    throw new UndecipherableError(`A ciphertext of key ${keyName} does not open as ${context}`, { cause });
  }
}

/** Only as it was written: what Node reads past in base64 would make one more text that opens. */
function bytesOf(text: string): Buffer {
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.toString('base64url') !== text) throw new UndecipherableError('Not a ciphertext of ours: not base64url');
  return bytes;
}

export function decryptText(keyName: string, key: Uint8Array, ciphertext: string, context: string): string {
  return decrypt(keyName, key, ciphertext, context).toString('utf8');
}

/** Which key a ciphertext needs. */
export function keyNameOf(ciphertext: string): string {
  const [version, name, nonce, body, ...rest] = ciphertext.split('.');
  if (version !== VERSION || !name || !nonce || !body || rest.length > 0) throw new UndecipherableError('Not a ciphertext of ours');
  return name;
}

/** True for what has the form of a ciphertext of so many bytes, whichever key it needs: what nothing can open is told without one. */
export function isCiphertextOf(bytes: number, text: string): boolean {
  const [version, name = '', nonce = '', body = '', ...rest] = text.split('.');
  const isNamed = version === VERSION && KEY_NAME.test(name) && rest.length === 0;
  return isNamed && bytesIn(nonce) === NONCE_BYTES && bytesIn(body) === bytes + TAG_BYTES;
}

const bytesIn = (text: string): number => Buffer.from(text, 'base64url').length;

/** Names a key without telling anything about it: 96 bits of an HMAC under the key itself. */
export function fingerprint(key: Uint8Array): string {
  return createHmac('sha256', key).update('tokenok key name').digest().subarray(0, 12).toString('base64url');
}

function authenticated(keyName: string, context: string): Buffer {
  return Buffer.from(`${VERSION}.${keyName}.${context}`);
}

function checkKey(keyName: string, key: Uint8Array): void {
  if (!KEY_NAME.test(keyName)) throw new RangeError(`Not a key's name: ${JSON.stringify(keyName)}`);
  if (key.length !== KEY_BYTES) throw new RangeError(`A key has ${KEY_BYTES} bytes, not ${key.length}`);
}
