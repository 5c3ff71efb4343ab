import { SetMetadata } from '@nestjs/common';
import { schemaOf, shown } from './example.js';

/**
 * What a route answers, by an example: its schema is derived from it (`orNull` where a value may be null), and tests hold real answers
 * against both.
 */
export interface Answered {
  readonly status: number;
  /** Absent where the answer has no body. */
  readonly example?: unknown;
  readonly schema?: object;
  readonly mediaType?: string;
  /** The same as text of other media types, for who asks for it. */
  readonly alsoAs?: readonly string[];
}

export interface Documentation {
  /**
   * A body to try the route with on a fresh installation: a test sends it. Where a class of ours checks the body its rules are the schema; the SDKs' and
   * the processors' bodies have the schema of their example, and need all that stands in it.
   */
  readonly body?: object;
  readonly answer: Answered;
  /** Answers that are neither success nor one of the shared refusals. */
  readonly others?: readonly Answered[];
  /** Statuses of refusals that the route has besides those that follow from its method, its path and who may take it. */
  readonly refusals?: readonly number[];
}

export const DOCUMENTATION = 'tokenok:documentation';

/** How `/api/openapi.json` shows the route. */
export const Documented = (documentation: Documentation): MethodDecorator => SetMetadata(DOCUMENTATION, documentation);

export const answer = (status: number, example: unknown): Answered => ({ status, example: shown(example), schema: schemaOf(example) });
export const ok = (example: unknown): Answered => answer(200, example);
export const created = (example: unknown): Answered => answer(201, example);
export const listOf = (row: object): Answered => ok({ data: [row], has_more: false, next_cursor: null });
export const orCsv = (answered: Answered): Answered => ({ ...answered, alsoAs: ['text/csv'] });
export const NOTHING: Answered = { status: 204 };
/** The time of all examples. */
export const TIME = '2026-11-23T10:00:00.000Z';
