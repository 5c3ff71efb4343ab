import { Accounts } from '#accounts';
import { UnknownCursorError } from '#read-model';
import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { invalidCursor } from './lists.js';
import { awaitMinPosition, minPosition } from './positions.js';
import { POSITION_WAIT_MS, ReadPositions } from '../../ground/read-positions.js';

/** Reads of a customer see what this gateway has acknowledged to them. */
@Injectable()
export class MyReads {
  constructor(
    private readonly accounts: Accounts,
    private readonly positions: ReadPositions,
  ) {}

  /** `min_position` is waited for, or refused with 503. Without it: up to two seconds for the account's own writes, then whatever there is. */
  async wait(request: FastifyRequest, account: string): Promise<void> {
    if (minPosition(request) !== undefined) return awaitMinPosition(request, this.positions);
    const own = this.accounts.lastPosition(account);
    if (own > 0n) await this.positions.waitFor(own, POSITION_WAIT_MS);
  }
}

/** A cursor that this list did not give out is the caller's mistake. */
export async function withCursor<T>(read: Promise<T>): Promise<T> {
  try {
    return await read;
  } catch (fault) {
    if (fault instanceof UnknownCursorError) throw invalidCursor();
    throw fault;
  }
}
