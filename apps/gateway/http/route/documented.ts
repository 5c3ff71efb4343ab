import { SetMetadata } from '@nestjs/common';

/** What a route answers, by an example: its schema is derived from it, and a test holds real answers against it. `null` stands for a text that may be absent. */
export interface Answered {
  readonly status: number;
  /** Absent where the answer has no body. */
  readonly example?: unknown;
  readonly mediaType?: string;
}

export interface Documentation {
  /**
   * A body to try the route with on a fresh installation: a test sends it. Where a class of ours checks the body its rules are the schema; the SDKs' and
   * the processors' bodies have the schema of their example.
   */
  readonly body?: object;
  readonly answer: Answered;
}

export const DOCUMENTATION = 'tokenok:documentation';

/** How `/api/openapi.json` shows the route. */
export const Documented = (documentation: Documentation): MethodDecorator => SetMetadata(DOCUMENTATION, documentation);

export const ok = (example: unknown): Answered => ({ status: 200, example });
export const created = (example: unknown): Answered => ({ status: 201, example });
export const listOf = (row: object): Answered => ok({ data: [row], has_more: false, next_cursor: null });
export const NOTHING: Answered = { status: 204 };
/** The time of all examples. */
export const TIME = '2026-11-23T10:00:00.000Z';
