/** Of a worker of this folder: under the tests' transformer it is the built file that runs, too. */
export function builtUrl(worker: string): URL {
  return import.meta.url.endsWith('.ts')
    ? new URL(`../../../dist/libs/projector/sqlite/${worker}`, import.meta.url)
    : new URL(`./${worker}`, import.meta.url);
}
