import type { LoggerService } from '@nestjs/common';
import type { Logger } from 'pino';

/** Nest's own messages, in our log: what it tells about its start is for debugging. */
export class NestLog implements LoggerService {
  constructor(private readonly target: Logger) {}

  log(message: unknown, ...context: unknown[]): void {
    this.target.debug({ context: context.at(-1) }, String(message));
  }
  debug(message: unknown, ...context: unknown[]): void {
    this.log(message, ...context);
  }
  verbose(message: unknown, ...context: unknown[]): void {
    this.log(message, ...context);
  }
  warn(message: unknown, ...context: unknown[]): void {
    this.target.warn({ context: context.at(-1) }, String(message));
  }
  /** A start that fails is told once, by main.ts: Nest's own report of it, with its stack, is for debugging. */
  error(message: unknown, ...details: unknown[]): void {
    if (details.at(-1) === 'ExceptionHandler') return this.log(message, ...details);
    const err = message instanceof Error ? message : details.find((detail) => detail instanceof Error);
    this.target.error({ context: details.at(-1), ...(err === undefined ? {} : { err }) }, String(message));
  }
  fatal(message: unknown, ...details: unknown[]): void {
    this.error(message, ...details);
  }
}
