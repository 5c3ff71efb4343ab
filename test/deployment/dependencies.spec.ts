import { readFileSync } from 'node:fs';

interface Locked {
  /** Where it is another package than its folder says. */
  readonly name?: string;
  readonly dev?: true;
  readonly hasInstallScript?: true;
}

const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as { packages: Readonly<Record<string, Locked>> };
/** What is installed where the product runs. */
const product = Object.entries(packages)
  .filter(([path, { dev }]) => path.includes('node_modules/') && dev !== true)
  .map(([path, locked]) => ({ name: locked.name ?? path.slice(path.lastIndexOf('node_modules/') + 13), ...locked }));
const named = (pattern: RegExp): string[] => product.map(({ name }) => name).filter((name) => pattern.test(name));

describe('what the product is installed with', () => {
  it('is found by this test', () =>
    expect(named(/^(fastify|@nestjs\/core|undici)$/).sort()).toEqual(['@nestjs/core', 'fastify', 'undici']));

  it('reports nothing to anybody: of telemetry there is an interface without anything behind it', () =>
    expect(named(/scarf|telemetry|analytics|posthog|segment|sentry|mixpanel|amplitude|datadog|newrelic|update-notifier/)).toEqual([
      '@opentelemetry/api',
    ]));

  it('compiles nothing, and the image is made without the compiler that npm leaves there', () => {
    expect(
      named(/^(typescript|node-gyp.*|.*node-pre-gyp|prebuild.*|cmake-js|nan|node-addon-api|esbuild|@swc\/core|@babel\/core)$/),
    ).toEqual(['typescript']);
    expect(readFileSync('Dockerfile', 'utf8')).toMatch(/npm prune --omit=dev[^]*rm -rf node_modules\/typescript/);
  });

  it('runs no script of a package: the one that has one only warns of versions', () => {
    expect(product.filter(({ hasInstallScript }) => hasInstallScript).map(({ name }) => name)).toEqual(['protobufjs']);
    expect(readFileSync('.npmrc', 'utf8')).toMatch(/^ignore-scripts=true$/m);
  });
});
