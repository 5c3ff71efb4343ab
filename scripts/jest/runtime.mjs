// A Jest runtime that leaves modules to Node: a spec file is imported as any program is, and what it imports stays loaded for the next
// one in the same worker. Jest's own loader makes every module anew for every spec file, in a context in which each global is looked up
// through a proxy: that was most of the time of the suites. What it could do beside, mocking modules, no spec uses.
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { partOfJest } from './parts.mjs';
import { giveGlobals, loadSources, sourceMaps } from './sources.mjs';

const require = createRequire(import.meta.url);
const JestRuntime = partOfJest('@jest/core', 'jest-runtime').default;
/** Where the test framework keeps its listeners, of which each spec file brings its own. */
const LISTENERS = Symbol.for('EVENT_HANDLERS');

loadSources();

class NodeRuntime extends JestRuntime {
  /** The test framework, fresh for every spec file: it collects the tests in its module. */
  requireInternalModule(path) {
    delete globalThis[LISTENERS];
    delete require.cache[require.resolve(path)];
    return require(path);
  }

  requireModule(path) {
    return require(path);
  }

  setGlobalsForRuntime(globals) {
    super.setGlobalsForRuntime(globals);
    giveGlobals({ ...globals, jest: this.jestGlobals.jestObjectFor(this._testPath) });
  }

  getSourceMaps() {
    return sourceMaps;
  }

  unstable_shouldLoadAsEsm() {
    return true;
  }

  unstable_importModule(path) {
    return import(pathToFileURL(path).href);
  }

  /** There is one `process`, and it is Node's. */
  installGetBuiltinModule() {}
}

export { NodeRuntime as 'module.exports' };
