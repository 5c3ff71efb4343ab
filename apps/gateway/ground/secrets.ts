import { randomBytes } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { DataDirectory, EXIT, parseMasterKey, StartError, type Environment } from '#process';
import { readSecretFile, writeSecretFile } from './secrets.files.js';

/** The secrets that a gateway cannot do without: from the environment, else from the data directory, else made now. */
export class Secrets {
  /** 32 bytes: wraps customers' data keys and provider credentials. */
  readonly masterKey!: Buffer;
  /** Undefined where none is given and there is no place to keep one: `/admin` then takes sessions alone. */
  readonly adminToken!: string | undefined;
  /** The first admin; once registered, an admin's own events count. */
  readonly adminEmail!: string;
  readonly adminPassword!: string;
  /** Made by us, not chosen by anybody: asked to be changed. */
  readonly isAdminPasswordGenerated!: boolean;
  /** What was made and has not been shown yet: label and value. Empty at every later start. */
  readonly generated!: readonly GeneratedSecret[];
  /** Of the first admin, made and kept nowhere: to be shown by the gateway that registers that admin, and by no other. */
  readonly firstAdmin!: readonly UnkeptSecret[];

  constructor(values: Secrets) {
    Object.freeze(Object.assign(this, values));
  }
}

export interface GeneratedSecret {
  readonly label: string;
  /** Absent where showing it would do harm and no good: the master key is backed up from its file. */
  readonly value: string | undefined;
  readonly file: string;
}

interface UnkeptSecret {
  readonly label: string;
  readonly value: string;
}

interface SecretFile {
  readonly file: 'masterKey' | 'adminToken' | 'adminEmail' | 'adminPassword';
  readonly label: string;
  readonly shown: boolean;
  /** Registered as an event at the first start: made anew beside books that exist, it would open nothing. */
  readonly registered: boolean;
  readonly generate: () => string;
  readonly isValid: (text: string) => boolean;
}

const MASTER_KEY: SecretFile = {
  file: 'masterKey',
  label: 'Master key',
  shown: false,
  registered: false,
  generate: () => randomBytes(32).toString('base64'),
  isValid: (text) => 'value' in parseMasterKey(text),
};
const ADMIN_TOKEN: SecretFile = {
  file: 'adminToken',
  label: 'Admin token',
  shown: true,
  registered: false,
  generate: () => randomBytes(32).toString('base64url'),
  isValid: (text) => text.length >= 32,
};
const ADMIN_EMAIL: SecretFile = {
  file: 'adminEmail',
  label: 'Admin e-mail',
  shown: true,
  registered: true,
  generate: () => 'admin@tokenok.local',
  isValid: (text) => text.includes('@'),
};
const ADMIN_PASSWORD: SecretFile = {
  file: 'adminPassword',
  label: 'Admin password',
  shown: true,
  registered: true,
  generate: () => randomBytes(18).toString('base64url'),
  isValid: (text) => text.length >= 8,
};

/** Call it with the directory's lock held, where there is one: two first starts at once would otherwise make two sets. */
export function loadSecrets(environment: Environment): Secrets {
  return environment.engines === undefined ? secretsOfDirectory(environment) : secretsOfEnvironment(environment);
}

/** Nothing that one gateway makes and keeps for itself could be known to the others. The environment's schema asks for the master key. */
function secretsOfEnvironment({ masterKey, adminToken, adminEmail, adminPassword }: Environment): Secrets {
  if (masterKey === undefined) throw new TypeError('The environment was parsed without a master key');
  const firstAdmin: UnkeptSecret[] = [];
  const make = ({ label, generate }: SecretFile): string => {
    const value = generate();
    firstAdmin.push({ label, value });
    return value;
  };
  return new Secrets({
    masterKey,
    adminToken,
    adminEmail: adminEmail ?? make(ADMIN_EMAIL),
    adminPassword: adminPassword ?? make(ADMIN_PASSWORD),
    isAdminPasswordGenerated: adminPassword === undefined,
    generated: [],
    firstAdmin,
  });
}

function secretsOfDirectory(environment: Environment): Secrets {
  const generated: GeneratedSecret[] = [];
  const directory = new DataDirectory(environment.dataDir);
  const wereShown = existsSync(directory.secretsShown);
  // Made after the secrets, so a first start that failed in between has them.
  const hasBooks = existsSync(directory.events);
  const load = (given: string | undefined, secret: SecretFile): string => {
    if (given !== undefined) return given;
    const path = directory[secret.file];
    const kept = readSecret(path, secret);
    if (kept !== undefined && wereShown) return kept;
    const value = kept ?? secret.generate();
    if (kept === undefined && secret.registered && hasBooks) return value; // a backup that was restored: its admin signs in as before
    if (kept === undefined) writeSecret(directory, path, value);
    generated.push({ label: secret.label, value: secret.shown ? value : undefined, file: path });
    return value;
  };
  return new Secrets({
    masterKey: environment.masterKey ?? Buffer.from(load(undefined, MASTER_KEY), 'base64'),
    adminToken: load(environment.adminToken, ADMIN_TOKEN),
    adminEmail: load(environment.adminEmail, ADMIN_EMAIL),
    adminPassword: load(environment.adminPassword, ADMIN_PASSWORD),
    isAdminPasswordGenerated: environment.adminPassword === undefined,
    generated,
    firstAdmin: [],
  });
}

/** To be called once they have been shown. A start that failed before shows them again at the next. */
export function secretsWereShown(dataDir: string): void {
  writeFileSync(new DataDirectory(dataDir).secretsShown, '', { mode: 0o600 });
}

/** A secret that was there and is damaged is never replaced: what it protects would be lost with it. */
function readSecret(path: string, secret: SecretFile): string | undefined {
  let text: string | undefined;
  try {
    text = readSecretFile(path);
  } catch (cause) {
    throw new StartError(EXIT.CONFIGURATION, `${secret.label}: ${path} cannot be read`, { cause });
  }
  if (text === undefined || secret.isValid(text)) return text;
  throw new StartError(EXIT.CONFIGURATION, `${secret.label}: ${path} is damaged: restore it from a backup`);
}

function writeSecret(directory: DataDirectory, path: string, value: string): void {
  try {
    writeSecretFile(path, value);
  } catch (cause) {
    throw directory.unusable(cause);
  }
}
