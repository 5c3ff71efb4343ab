import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnvironment } from '#process';
import { Gateway } from '../gateway.js';
import { createLog } from '#process';

const dataDir = mkdtempSync(join(tmpdir(), 'tokenok-master-key-'));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

const lines: string[] = [];
const start = (variables: Record<string, string> = {}): Promise<Gateway> => {
  const environment = parseEnvironment({ PORT: '0', TOKENOK_DATA_DIR: dataDir, ...variables });
  return Gateway.start({ environment, log: createLog('info', { write: (line) => void lines.push(line) }) });
};

describe('another master key than the one of the installation', () => {
  it('is told before the port opens, in one line that names the variable and no key, and changes nothing', async () => {
    await (await start()).stop();
    const wrong = randomBytes(32).toString('base64');
    const refused = start({ TOKENOK_MASTER_KEY: wrong });
    const line: unknown = expect.stringMatching(/^TOKENOK_MASTER_KEY [^\n]+mk_[^\n]+mk_[^\n]+$/);
    await expect(refused).rejects.toMatchObject({
      exitCode: 2,
      message: line,
    });
    await refused.catch((error: Error) => expect(error.message).not.toContain(wrong));
    expect(lines.join('')).not.toContain(wrong);
    await (await start()).stop();
  });
});
