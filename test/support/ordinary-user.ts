import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const NOBODY = 65_534;
const isRoot = process.getuid?.() === 0;

/** As whom a program runs that must not be allowed everything: root may read and write anything, so under root it runs as nobody. */
export const ORDINARY_USER: { readonly uid?: number } = isRoot ? { uid: NOBODY } : {};

/** Why no program of this checkout can run as that user; undefined where it can. */
export const noOrdinaryUser: string | undefined = isRoot ? obstacle() : undefined;

/** A home that only root may enter is one, as in many containers: there nobody finds neither the programs nor, often, Node itself. */
function obstacle(): string | undefined {
  const { error, status } = spawnSync(process.execPath, ['--check', `${ROOT}dist/apps/gateway/main.js`], { cwd: ROOT, uid: NOBODY });
  if (error) return `this is root, and user ${NOBODY} cannot run node in this checkout: ${error.message}`;
  return status === 0 ? undefined : `this is root, and user ${NOBODY} cannot read this checkout`;
}
