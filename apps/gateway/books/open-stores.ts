import { openEmbeddedStores } from './stores.embedded.js';
import type { OpenStores } from './stores.js';

/**
 * The one place where the environment decides which engines there are. Their clients are loaded where they are wanted: they take half
 * a second, which a start on embedded stores does not have.
 */
export const openStores: OpenStores = async (ground) => {
  const { engines } = ground.environment;
  if (engines === undefined) return openEmbeddedStores(ground);
  const { openEngineStores } = await import('./stores.engines.js');
  return openEngineStores(ground, engines);
};
