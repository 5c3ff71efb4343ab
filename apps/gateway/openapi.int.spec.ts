import { createLog, parseEnvironment } from '#process';
import { Validator } from '@seriousme/openapi-schema-validator';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DocumentedAnswers, type OpenApi } from '../../test/support/gateway/openapi.js';
import { Gateway } from './gateway.js';

/** What is served, operation by operation. That answers are so, every end-to-end suite holds (test/support/gateway). */
describe('/api/openapi.json', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'tokenok-openapi-'));
  let document: OpenApi;
  beforeAll(async () => {
    const gateway = await Gateway.start({
      environment: parseEnvironment({ PORT: '0', TOKENOK_DATA_DIR: dataDir }),
      log: createLog('error'),
    });
    document = (await (await fetch(`${gateway.url}/api/openapi.json`)).json()) as OpenApi;
    await gateway.stop();
  });
  afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

  const operations = () => Object.values(document.paths).flatMap((item) => Object.values(item));

  it('is a valid document of OpenAPI 3.0', async () => {
    expect(await new Validator().validate(structuredClone(document) as unknown as Record<string, unknown>)).toMatchObject({ valid: true });
    expect(document).toMatchObject({ openapi: expect.stringMatching(/^3\.0\./) as string });
  });

  it('is what the console’s client is typed by: node_modules/.bin/node scripts/console-api.mjs writes it anew', () => {
    const file = join(dataDir, 'openapi.json');
    writeFileSync(file, JSON.stringify(document));
    const { status, stderr } = spawnSync(process.execPath, ['scripts/console-api.mjs', '--against', file], { encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, '']);
  });

  it('calls no two operations the same', () => {
    const ids = operations().map(({ operationId }) => operationId);
    expect(ids.length).toBeGreaterThan(50);
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
  });

  it('has examples that are as their schemas say', () => {
    const answers = new DocumentedAnswers(document);
    const wrong = operations().flatMap(({ operationId, requestBody, responses }) =>
      [requestBody, ...Object.values(responses)].flatMap((described) =>
        Object.values(described?.content ?? {}).flatMap(({ schema = {}, example }) => {
          const found = example === undefined ? undefined : answers.wrongIn(schema, example);
          return found === undefined ? [] : [`${operationId}: ${found}`];
        }),
      ),
    );
    expect(wrong).toEqual([]);
  });

  it('tells of every refusal in the dialect of its path, and of CSV, streams and nulls where there are any', () => {
    const of = (path: string, method: string, status: string) => document.paths[path]?.[method]?.responses[status];
    expect(of('/admin/customers', 'post', '409')).toEqual({ $ref: '#/components/responses/refused_problem' });
    expect(of('/v1/messages', 'post', '529')).toEqual({ $ref: '#/components/responses/refused_anthropic' });
    expect(of('/v1/chat/completions', 'post', '402')).toEqual({ $ref: '#/components/responses/refused_openai' });
    const types = (path: string, method: string) => Object.keys(of(path, method, '200')?.content ?? {});
    expect(types('/me/request-logs', 'get')).toEqual(['application/json', 'text/csv']);
    expect(types('/me/billing/statement', 'get')).toEqual(['application/json', 'text/csv']);
    expect(types('/v1/responses', 'post')).toEqual(['application/json', 'text/event-stream']);
    const receipt = of('/me/requests/{id}', 'get', '200')?.content?.['application/json']?.schema;
    expect(receipt).toMatchObject({ properties: { rating: { nullable: true }, first_byte_ms: { type: 'integer', nullable: true } } });
  });
});
