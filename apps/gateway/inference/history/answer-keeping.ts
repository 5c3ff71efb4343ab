import { inputItems, type JsonObject, type ToldResponse } from '#wire';
import { isLarge } from '../bodies/client-request.js';
import type { RecalledTurn } from './recalled-turn.js';
import type { HistoryWriter } from './history-writer.js';

/** The answer to one request of Responses, should it be a translated one: no provider keeps that, so we do. */
export class AnswerKeeping {
  private written: Promise<void> | undefined;

  constructor(
    readonly told: ToldResponse,
    private readonly customer: string,
    private readonly turn: RecalledTurn,
    private readonly writer: HistoryWriter,
  ) {}

  /** What the client asked for and does not get, for `x-tokenok-dropped`. */
  get dropped(): readonly string[] {
    return !this.told.store && this.turn.request.asked['store'] === true ? ['store'] : [];
  }

  /** `output`: its items, or they as JSON. Begins beside the charge, and resolves within a second, whatever became of it: an answer that could not be kept stands all the same. */
  keep(output: readonly JsonObject[] | string): Promise<void> {
    if (!this.told.store) return Promise.resolve();
    const { request, own = isLarge(request) ? request.large.ownInput() : JSON.stringify(inputItems(request)), before } = this.turn;
    const answered = typeof output === 'string' ? output : JSON.stringify(output);
    const { written, soon } = this.writer.keep({ customer: this.customer, id: this.id, before, own, output: answered });
    this.written = written;
    return soon;
  }

  /** The answer was not charged: its client has not had its end, and cannot go on from it. */
  forget(): void {
    if (this.written) this.writer.forget(this.customer, this.id, this.written);
  }

  private get id(): string {
    return `resp_${this.told.id}`;
  }
}
