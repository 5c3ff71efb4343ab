import type { Directory } from '#directory';
import type { InstallationSecrets } from '#identity';
import type { CommandBus } from '@nestjs/cqrs';
import { IssueKey } from '../api-keys/api-keys.commands.js';
import { PointAlias } from '../catalog/aliases.commands.js';
import type { Banner } from '../ground/banner.js';
import { FirstStart } from './first-start.js';

/** The aliases that it makes where these names are a model's already, or become one while it asks for them. */
async function aliasesMade({ taken = [], lost = [] }: { taken?: readonly string[]; lost?: readonly string[] }) {
  const made: string[] = [];
  const commands = {
    execute: (command: object) => {
      if (command instanceof IssueKey) return Promise.resolve({ written: { refusal: { code: 'KEY_EXISTS' } } });
      if (!(command instanceof PointAlias)) return Promise.resolve({});
      if (lost.includes(command.alias)) return Promise.resolve({ refusal: { code: 'NAME_TAKEN', message: 'taken' } });
      made.push(command.alias);
      return Promise.resolve({});
    },
  };
  const directory = {
    list: () => [],
    hasProvider: () => true,
    hasModel: (name: string) => taken.includes(name),
    hasAlias: () => false,
    customer: () => ({}),
  };
  const start = new FirstStart(
    commands as unknown as CommandBus,
    directory as unknown as Directory,
    { pepper: Buffer.alloc(32) } as unknown as InstallationSecrets,
    {} as Banner,
  );
  await start.run();
  return made;
}

const OURS = ['tokenok-fast', 'tokenok-premium', 'tokenok-coding'];

describe('the aliases of a first start', () => {
  it('have the names that clients know', async () => expect(await aliasesMade({})).toEqual([...OURS, 'gpt-4.1-mini', 'claude-sandbox']));

  it('pass over a name that is taken', async () => {
    expect(await aliasesMade({ taken: ['gpt-4.1-mini'] })).toEqual([...OURS, 'claude-sandbox']);
    expect(await aliasesMade({ lost: ['claude-sandbox'] })).toEqual([...OURS, 'gpt-4.1-mini']);
  });
});
