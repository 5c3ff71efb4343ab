import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Processes } from '../harness/processes.js';

/** Kept between runs (LiteLLM alone is 700 MB), ignored by git, never a dependency of the product. */
const CACHE = fileURLToPath(new URL('../../../.tmp/bench-peers/', import.meta.url));
const INSTALL_MS = 10 * 60_000;

/** Packages of PyPI in a virtual environment; gives its folder. Only wheels: nothing is built. */
export function pythonPackages(processes: Processes, name: string, packages: readonly string[]): Promise<string> {
  return installOnce(name, packages, async (folder) => {
    await processes.run('venv', 'python3', ['-m', 'venv', folder], { timeoutMs: INSTALL_MS });
    const args = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--only-binary=:all:', ...packages];
    await processes.run('pip', join(folder, 'bin', 'python'), args, { timeoutMs: INSTALL_MS });
  });
}

/** A package of npm in a folder of its own; gives the folder. No install script runs. */
export function npmPackages(processes: Processes, name: string, packages: readonly string[]): Promise<string> {
  return installOnce(name, packages, async (folder) => {
    mkdirSync(folder, { recursive: true });
    const args = ['install', '--prefix', folder, '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', ...packages];
    await processes.run('npm', 'npm', args, { timeoutMs: INSTALL_MS });
  });
}

/** The stamp is written last: an installation that was interrupted is begun anew. */
async function installOnce(name: string, packages: readonly string[], install: (folder: string) => Promise<void>): Promise<string> {
  const folder = join(CACHE, [name, ...packages].join('-').replace(/[^A-Za-z0-9.]+/g, '-'));
  const stamp = join(folder, '.installed');
  if (existsSync(stamp)) return folder;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(dirname(folder), { recursive: true });
  try {
    await install(folder);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
  writeFileSync(stamp, `${packages.join('\n')}\n`);
  return folder;
}
