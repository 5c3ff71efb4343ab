import type { BorderFixture } from './border.fixtures.js';

interface Floor {
  readonly libs?: readonly string[];
  readonly npm?: readonly string[];
  readonly node?: readonly string[];
}

/** scripts/borders/floors.cjs */
export interface Floors {
  readonly FLOORS: Readonly<Record<string, Floor>>;
  readonly APPS: Readonly<Record<string, readonly string[]>>;
}

/** On no floor: a package of the tools, a module of Node, a library that only the gateway may have. */
const STRANGERS = ['yaml', 'node:dgram', '#sandbox'];

const lines = (specifiers: readonly string[]): string => specifiers.map((name) => `import '${name}';\n`).join('') || 'export {};\n';

/** Packages that are entered by paths alone. */
const WITHOUT_ROOT: Readonly<Record<string, string>> = { '@lingui/message-utils': '@lingui/message-utils/compileMessage' };

/** As an app may have every package of its row, also one that is to be loaded when it is asked for. */
const lazily = (specifiers: readonly string[]): string =>
  specifiers.map((name) => `await import('${WITHOUT_ROOT[name] ?? name}');\n`).join('');

/** For each row of the table: a file for each kind of import that is not in it; the twin imports all that is. */
export function floorFixtures({ FLOORS, APPS }: Floors): readonly BorderFixture[] {
  const rooms = Object.keys(FLOORS);
  const beside = Object.fromEntries(rooms.map((room) => [`${room}/index.ts`, 'export {};\n']));
  const libraries = rooms.flatMap((room) => {
    const { libs = [], npm = [], node = [] } = FLOORS[room]!;
    const mended = lines([...libs.map((name) => `#${name}`), ...npm, ...node.map((name) => `node:${name}`)]);
    return STRANGERS.filter((stranger) => room !== `libs/${stranger.slice(1)}`).map((stranger, at) => ({
      rule: `floor-of-${room}`,
      file: `${room}/stranger-${at}.ts`,
      broken: lines([stranger]),
      mended,
      beside,
    }));
  });
  const apps = Object.entries(APPS).map(([app, npm]) => ({
    rule: `floor-of-${app}`,
    file: `${app}/http/stranger.ts`,
    broken: lines(['yaml']),
    mended: lazily(npm),
  }));
  return [...libraries, ...apps];
}
