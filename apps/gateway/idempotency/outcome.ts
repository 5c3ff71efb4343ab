import type { Position } from '#event-store';
import type { Refused } from '../http/errors/refused.js';

/** What a command has done. */
export interface Done {
  readonly refused?: never;
  /** What is answered, now and to the same command again. */
  readonly document: object;
  readonly position: Position;
  /** Answered now instead, and never again: the document with a secret in it. */
  readonly shownOnce?: object | undefined;
  /** No cache may keep the answer of now. */
  readonly isConfidential?: boolean;
  /** Whose personal data stands in the document: it is kept encrypted under their key. */
  readonly subject?: string;
}

export interface NotDone {
  readonly refused: Refused;
  /** Where the command was done all the same, and its answer is gone. */
  readonly position?: Position;
  readonly isConfidential?: never;
}

/** What is answered to a command, the first time or again. */
export type Outcome =
  { readonly refused?: never; readonly body: object; readonly position: Position; readonly isConfidential?: boolean } | NotDone;
