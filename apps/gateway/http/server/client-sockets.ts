import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { RequestMemory } from '../../ground/memory-budget.js';

/** An answer that has not ended, and the request that it is to. */
export interface OpenAnswer {
  readonly response: ServerResponse;
  readonly incoming: { readonly raw: IncomingMessage; readonly memory: RequestMemory | null | undefined };
}

const OPEN = Symbol('open answers');
/** A socket under its list of answers that have not ended; pipelining makes it more than one. */
type ClientSocket = Socket & { [OPEN]?: OpenAnswer[] };

/**
 * Which answers are open on which connection. An answer ends once: when its last byte was handed over, or with its connection, whoever closes that, and
 * whether it had begun, waited behind another one, or was never asked to be sent.
 */
export class ClientSockets {
  constructor(private readonly ended: (answer: OpenAnswer) => void) {}

  began(answer: OpenAnswer): void {
    const socket: ClientSocket = answer.incoming.raw.socket;
    (socket[OPEN] ??= this.watched(socket)).push(answer);
  }

  finished({ socket }: IncomingMessage, response: ServerResponse): void {
    const open = (socket as ClientSocket)[OPEN];
    const index = open === undefined ? -1 : open.findIndex((answer) => answer.response === response);
    if (open === undefined || index < 0) return;
    const [answer] = open.splice(index, 1);
    this.ended(answer!);
  }

  private watched(socket: ClientSocket): OpenAnswer[] {
    const open: OpenAnswer[] = [];
    socket.once('close', () => {
      for (const answer of open.splice(0)) {
        const { response } = answer;
        // Node 22 tells only the answer whose turn it is that its connection is gone.
        if (response.socket === null && !response.writableFinished) response.emit('close');
        this.ended(answer);
      }
    });
    return open;
  }
}
