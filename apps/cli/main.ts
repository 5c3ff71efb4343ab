import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

// Compiled code is kept beside the packages it is made of; where that cannot be written, each start compiles anew.
enableCompileCache(join(import.meta.dirname, '../../../node_modules/.cache/tokenok-compiled'));

await import('./program.js');
