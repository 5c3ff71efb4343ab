import { pino, type Logger, type DestinationStream } from 'pino';
import type { Parsed } from './environment.values.js';

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export function parseLogLevel(text: string): Parsed<LogLevel> {
  const level = LOG_LEVELS.find((known) => known === text);
  return level ? { value: level } : { wanted: `one of ${LOG_LEVELS.join(', ')}` };
}

/** A net under the rule that these are never passed to the logger: headers, bodies and secrets have no business in a log. */
const SECRET_NAMES = [
  'authorization',
  'x-api-key',
  'cookie',
  'api_key',
  'apiKey',
  'key',
  'password',
  'secret',
  'token',
  'adminToken',
  'masterKey',
];
const CONTENT_NAMES = ['headers', 'body', 'rawBody', 'prompt', 'messages', 'input', 'content'];

/** JSON lines on stderr: stdout carries what a person is told at the start, and nothing else. A request that succeeds logs nothing at the default level. */
export function createLog(level: LogLevel, destination: DestinationStream = pino.destination({ fd: 2, sync: true })): Logger {
  const names = [...SECRET_NAMES, ...CONTENT_NAMES].map((name) => `["${name}"]`);
  return pino(
    {
      level,
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: [...names, ...names.map((name) => `*${name}`)], censor: '[redacted]' },
      serializers: { err: describeFault },
    },
    destination,
  );
}

const TEXT_LIMIT_CHARACTERS = 2_000;

/** Only these fields: errors of HTTP clients carry whole requests, with their authorization, as properties. */
export function describeFault(fault: unknown, depth = 0): object {
  if (typeof fault !== 'object' || fault === null) return { type: typeof fault };
  const text = (name: string): string => String(Reflect.get(fault, name) ?? '').slice(0, TEXT_LIMIT_CHARACTERS);
  const cause: unknown = Reflect.get(fault, 'cause');
  return {
    type: text('name'),
    ...('code' in fault ? { code: text('code') } : {}),
    message: text('message'),
    stack: text('stack'),
    ...(cause !== undefined && depth < 3 ? { cause: describeFault(cause, depth + 1) } : {}),
  };
}
