// A Jest environment without a context of its own: specs run in the realm of their worker, where a global costs nothing to reach and
// modules stay loaded from one spec file to the next. What a spec file may leave behind in the process is put back when it ends.
import { createContext } from 'node:vm';
import { partOfJest } from './parts.mjs';

const { ModernFakeTimers } = partOfJest('jest-environment-node', '@jest/fake-timers');
const { ModuleMocker } = partOfJest('jest-environment-node', 'jest-mock');

const realm = globalThis;
/** Jest asks for one; nothing runs in it. */
const context = createContext();

export default class RealmEnvironment {
  global = realm;
  moduleMocker = new ModuleMocker(realm);
  fakeTimers = null;
  #variables = { ...process.env };
  #exit = process.exit;
  #console = realm.console;

  constructor({ projectConfig }) {
    this.fakeTimersModern = new ModernFakeTimers({ config: projectConfig, global: realm });
  }

  async setup() {}

  async teardown() {
    this.fakeTimersModern.dispose();
    process.exit = this.#exit;
    realm.console = this.#console;
    for (const name of Object.keys(process.env)) if (!(name in this.#variables)) delete process.env[name];
    Object.assign(process.env, this.#variables);
  }

  getVmContext() {
    return context;
  }
}
