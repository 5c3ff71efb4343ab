import type { OpenStores } from './stores.js';
import { openEmbeddedStores } from './stores.embedded.js';

/** The one place where the environment decides which engines there are. */
export const openStores: OpenStores = (foundation) => openEmbeddedStores(foundation);
