import { SetMetadata, type Type } from '@nestjs/common';
import type { EventType } from '../../ground/event-types.js';

/** A command that says which events it may write; a test holds what was recorded against it. */
export interface DeclaredCommand extends Type {
  readonly writes: readonly EventType[];
}

/** What a route asks of the system: commands and queries of the buses by their classes; what does not go over a bus by its name. */
export type Asked = DeclaredCommand | Type | string;

export const RUNS = 'tokenok:runs';

export const Runs = (...asked: readonly Asked[]): MethodDecorator => SetMetadata(RUNS, asked);
