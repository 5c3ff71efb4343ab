// Writes apps/console/src/api/schema.ts anew from the OpenAPI document of the built gateway: `node_modules/.bin/node
// scripts/console-api.mjs`. `--against FILE`, a document, ends with 1 where the file is not what would be written.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';
import { format, resolveConfig } from 'prettier';

const root = fileURLToPath(new URL('..', import.meta.url));
const target = join(root, 'apps/console/src/api/schema.ts');
const METHODS = ['get', 'put', 'post', 'delete', 'patch'];

/** The types of a document, as they stand in the repository. Paths that a browser does not call are left out. */
async function typesOf(document) {
  const ast = await openapiTS(JSON.stringify(forPages(document)), { propertiesRequiredByDefault: true, alphabetize: true });
  const text = `/** Made from /api/openapi.json by scripts/console-api.mjs: not written by hand. */\n${astToString(ast)}`;
  return format(text, { ...(await resolveConfig(target)), parser: 'typescript' });
}

/** Answers always have what their example shows; of a body, only what is required has to be sent. */
function forPages(document) {
  const paths = Object.fromEntries(Object.entries(document.paths).filter(([path]) => /^\/(session|me|admin|v1\/models)\b/.test(path)));
  for (const path of Object.values(paths))
    for (const [method, operation] of Object.entries(path))
      if (METHODS.includes(method))
        for (const { schema } of Object.values(operation.requestBody?.content ?? {})) if (schema) schema.required ??= [];
  return { ...document, paths };
}

async function documentOfGateway() {
  const data = mkdtempSync(join(tmpdir(), 'tokenok-api-'));
  const gateway = spawn(process.execPath, [join(root, 'dist/apps/gateway/main.js')], { env: { PORT: '0', TOKENOK_DATA_DIR: data } });
  try {
    const url = await new Promise((resolve, reject) => {
      gateway.stdout.on('data', (told) => /listens on (\S+)/.exec(told)?.[1] && resolve(/listens on (\S+)/.exec(told)[1]));
      gateway.once('exit', () => reject(new Error('The gateway did not start: npm run build')));
    });
    return await (await fetch(`${url}/api/openapi.json`)).json();
  } finally {
    gateway.removeAllListeners('exit');
    const ended = new Promise((resolve) => gateway.once('exit', resolve));
    gateway.kill();
    await ended;
    rmSync(data, { recursive: true, force: true });
  }
}

const [flag, against] = process.argv.slice(2);
if (flag === '--against')
  process.exitCode = (await typesOf(JSON.parse(readFileSync(against, 'utf8')))) === readFileSync(target, 'utf8') ? 0 : 1;
else writeFileSync(target, await typesOf(await documentOfGateway()));
