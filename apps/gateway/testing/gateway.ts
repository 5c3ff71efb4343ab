import 'reflect-metadata';
import type { DynamicModule, Type } from '@nestjs/common';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnvironment } from '#process';
import { HealthModule } from '../health/health.module.js';
import { Gateway } from '../gateway.js';
import { createLog } from '#process';

export interface TestGateway {
  readonly url: string;
  readonly gateway: Gateway;
  readonly dataDir: string;
  /** Everything logged so far. */
  readonly logged: () => string;
  readonly stop: () => Promise<void>;
}

/** A real gateway on a free port with a data directory of its own, with these features instead of the product's. */
export async function startTestGateway(
  features: readonly (Type | DynamicModule)[],
  options: { readonly drainMs?: number } = {},
): Promise<TestGateway> {
  const dataDir = mkdtempSync(join(tmpdir(), 'tokenok-gateway-'));
  const lines: string[] = [];
  const log = createLog('info', { write: (line) => void lines.push(line) });
  const environment = parseEnvironment({ PORT: '0', TOKENOK_DATA_DIR: dataDir });
  const gateway = await Gateway.start({ environment, log, features: [HealthModule, ...features], ...options });
  const stop = async (): Promise<void> => {
    await gateway.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  return { url: gateway.url, gateway, dataDir, logged: () => lines.join(''), stop };
}

/** Writes bytes to a bare socket and reads until the other side closes it. */
export function exchange(url: string, bytes: string): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    let text = '';
    socket.on('data', (chunk) => (text += chunk.toString('latin1')));
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(text));
  });
}
