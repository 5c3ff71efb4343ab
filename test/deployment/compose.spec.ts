import { readFileSync } from 'node:fs';
import { tokenok } from '../../apps/cli/testing/tokenok.js';
import { MissingVariableError, interpolate, networksOf, readCompose, readDotEnv, readRoot, type Service } from './testing/compose.js';

const compose = readCompose();
const services = Object.entries(compose.services);
const isDemo = ({ profiles = [] }: Service): boolean => profiles.includes('demo');
const ours = services.filter(([, { image = '' }]) => image.startsWith('tokenok:'));
/** `FROM image` of a Dockerfile: all that are no stage of it. */
const basesOf = (dockerfile: string): readonly string[] =>
  [...readRoot(dockerfile).matchAll(/^FROM ([\w./-]+:\S+)/gm)].map(([, base = '']) => base);
const SECRET = /_(PASSWORD|SECRET|TOKEN|KEY)$/;

/** No Docker ran this file (docs/deployment.md says so): this holds what can be held without one. */
describe('docker-compose.yml', () => {
  it('has two gateways behind a balancer, two projectors, EventStoreDB, and MongoDB as a replica set', () => {
    const command = (name: string): string | undefined => compose.services[name]?.command?.join(' ');
    expect(ours.map(([name]) => [name, command(name)])).toEqual([
      ['gateway-1', 'serve'],
      ['gateway-2', 'serve'],
      ['projector-1', 'project'],
      ['projector-2', 'project'],
    ]);
    expect(command('mongo')).toContain('--replSet rs0');
    expect(command('mongo-init')).toContain('rs.initiate(');
    expect(compose.services['eventstore']?.build).toEqual({ context: 'docker', dockerfile: 'eventstore.Dockerfile' });
    expect(compose.services['balancer']?.image).toMatch(/^nginx:/);
  });

  it.each(services)('%s has a pinned image, a way to start again, and networks that exist', (_name, service) => {
    expect(service.image).toMatch(/^[\w./-]+:\d+\.\d+\.\d+[\w.-]*$/);
    expect(service.restart).toMatch(/^(unless-stopped|on-failure)$/);
    for (const network of networksOf(service)) expect(Object.keys(compose.networks)).toContain(network);
    expect(networksOf(service)).not.toHaveLength(0);
  });

  it.each(services.filter(([name]) => name !== 'mongo-init'))(
    '%s, which goes on running, tells whether it is well',
    (_name, { healthcheck }) => {
      expect(healthcheck?.test[0]).toMatch(/^CMD(-SHELL)?$/);
    },
  );

  it.each(services)('%s waits for services that there are, and can do without those of the demo', (_name, service) => {
    for (const [wanted, { condition, required = true }] of Object.entries(service.depends_on ?? {})) {
      const target = compose.services[wanted];
      expect(target).toBeDefined();
      expect(condition).toBe(target?.healthcheck ? 'service_healthy' : 'service_completed_successfully');
      if (target && isDemo(target) && !isDemo(service)) expect(required).toBe(false);
    }
  });

  it.each(services.filter(([, service]) => service.read_only))('%s, whose image is read-only, can write to /tmp', (_name, { tmpfs }) =>
    expect(tmpfs).toContain('/tmp'),
  );

  it('has MongoDB from 7.0.28 on: before it anybody could read what its memory held (CVE-2025-14847)', () => {
    const [, patch] = /^mongo:7\.0\.(\d+)$/.exec(compose.services['mongo']?.image ?? '') ?? [];
    expect(Number(patch)).toBeGreaterThanOrEqual(28);
    expect(compose.services['mongo-init']?.image).toBe(compose.services['mongo']?.image);
  });

  it('has an event store for x64 and one for arm64, and of our image only bases that are for both', () => {
    const stages = [...readRoot('docker/eventstore.Dockerfile').matchAll(/^FROM (\S+) AS store-(\w+)$/gm)];
    expect(stages.map(([, image = '', architecture]) => [architecture, image.includes('arm64')])).toEqual([
      ['amd64', false],
      ['arm64', true],
    ]);
    expect(readRoot('docker/eventstore.Dockerfile')).toMatch(/^FROM store-\$\{TARGETARCH\}$/m);
    expect(basesOf('Dockerfile').map((base) => base.split(':')[0])).toEqual(['node', 'debian']);
  });

  it('starts the balancer whether or not the gateways start', () => expect(compose.services['balancer']?.depends_on).toBeUndefined());

  it('gives a stop as long as it is told, which is more than the drain of the default; the balancer as long as the gateways', () => {
    for (const name of ['gateway-1', 'gateway-2', 'balancer']) {
      const { stop_grace_period: grace = '' } = compose.services[name] ?? {};
      expect(interpolate(grace, new Map())).toBe('25s');
      expect(interpolate(grace, new Map([['TOKENOK_STOP_GRACE', '90s']]))).toBe('90s');
    }
  });

  it('keeps what stores keep in named volumes', () => {
    const named = services.flatMap(([, { volumes = [] }]) => volumes).filter((volume) => !volume.startsWith('.'));
    expect(new Set(named.map((volume) => volume.split(':')[0]))).toEqual(new Set(Object.keys(compose.volumes)));
  });

  it('opens one port, on this machine alone; the stores are in a network that leads nowhere', () => {
    const opened = services.filter(([, { ports }]) => ports);
    expect(opened.map(([name, { ports }]) => [name, ports])).toEqual([['balancer', ['127.0.0.1:${TOKENOK_PORT:-8080}:8080']]]);
    expect(compose.networks['stores']?.internal).toBe(true);
    for (const [, service] of services.filter(([, each]) => isDemo(each))) expect(networksOf(service)).toEqual(['stores']);
  });
});

describe('secrets in docker-compose.yml', () => {
  const secretsOf = (variables: ReadonlyMap<string, string>) =>
    services.flatMap(([name, { environment = {} }]) =>
      Object.entries(environment)
        .filter((entry): entry is [string, string] => SECRET.test(entry[0]) && entry[1] !== null)
        .map(([variable, text]) => [name, variable, interpolate(text, variables)] as const),
    );

  it('have no default: without the demo each has to be given, and the refusal names it', () => {
    expect(() => secretsOf(new Map())).toThrow(MissingVariableError);
    expect(() => secretsOf(new Map())).toThrow(/^TOKENOK_MASTER_KEY is not set/);
    expect(() => secretsOf(new Map([['TOKENOK_MASTER_KEY', 'k']]))).toThrow(/^TOKENOK_ADMIN_TOKEN is not set/);
    const given = new Map([
      ['TOKENOK_MASTER_KEY', 'k'],
      ['TOKENOK_ADMIN_TOKEN', 't'],
    ]);
    expect(new Set(secretsOf(given).map(([, , secret]) => secret))).toEqual(new Set(['k', 't']));
    for (const name of ['EVENTSTORE_URL', 'MONGODB_URL']) {
      const text = compose.services['projector-1']?.environment?.[name] ?? '';
      expect(() => interpolate(text, new Map())).toThrow(`${name} is not set`);
    }
  });

  it('are made at random in the demo, which plain `docker compose up` starts: no file holds one', () => {
    const dotEnv = readDotEnv();
    expect(dotEnv.get('COMPOSE_PROFILES')).toBe('demo');
    expect(new Set(secretsOf(dotEnv).map(([, , secret]) => secret))).toEqual(new Set(['generated']));
    expect(readRoot('docker-compose.yml') + readRoot('.env')).not.toMatch(/:\/\/[^/\s"']*:[^/\s"']*@|changeit|INITDB_ROOT/);
  });

  it('are none of the projectors: what is personal stays encrypted for them', () => {
    for (const name of ['projector-1', 'projector-2'])
      expect(Object.keys(compose.services[name]?.environment ?? {}).filter((variable) => SECRET.test(variable))).toEqual([]);
  });
});

describe('what runs in our image', () => {
  it('are commands that the command line has', async () => {
    const { stdout } = await tokenok(['--help']);
    for (const [, { command = [] }] of ours) expect(stdout).toMatch(new RegExp(`^ +${command[0] ?? '-'} `, 'm'));
    for (const name of new Set(ours.map(([, { command = [] }]) => command[0] ?? '-')))
      expect((await tokenok([name, '--help'])).code).toBe(0);
  });

  it('reads variables that the environment’s schema knows', () => {
    const known = readRoot('libs/process/environment.schema.ts') + readRoot('libs/process/engines.ts');
    for (const [, { environment = {} }] of ours) for (const name of Object.keys(environment)) expect(known).toContain(`'${name}'`);
  });

  it('has an image whose bases are pinned, that builds as a clone does, and runs as nobody in particular', () => {
    const dockerfile = readRoot('Dockerfile');
    for (const base of [...basesOf('Dockerfile'), ...basesOf('docker/eventstore.Dockerfile')])
      expect(base).toMatch(/:\d+\.\d+(\.\d+)?(-[\w.-]+)?$/);
    expect(dockerfile).toMatch(/^USER tokenok$/m);
    for (const [, path = ''] of dockerfile.matchAll(/^COPY (?!--from)(\S+) \S+$/gm)) if (path !== '.') expect(readable(path)).toBe(true);
    for (const ignored of ['.git', 'node_modules', 'data', '.env']) expect(readRoot('.dockerignore').split('\n')).toContain(ignored);
  });
});

function readable(path: string): boolean {
  try {
    readFileSync(new URL(`../../${path}`, import.meta.url));
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EISDIR';
  }
}
