import type { FastifyReply } from 'fastify';
import type { Socket } from 'node:net';

const OPEN = Symbol('open answers');

/** A socket under its list of answers that have not ended; pipelining makes it more than one. */
type ClientSocket = Socket & { [OPEN]?: FastifyReply[] };

/**
 * Which answers are open on which connection. An answer ends once: when its last byte was handed over, or with its connection, whoever closes that, and
 * whether it had begun, waited behind another one, or was never asked to be sent.
 */
export class ClientSockets {
  constructor(private readonly ended: (reply: FastifyReply) => void) {}

  began(reply: FastifyReply): void {
    const socket: ClientSocket = reply.request.raw.socket;
    (socket[OPEN] ??= this.watched(socket)).push(reply);
  }

  finished(reply: FastifyReply): void {
    const socket: ClientSocket = reply.request.raw.socket;
    const open = socket[OPEN];
    const index = open === undefined ? -1 : open.indexOf(reply);
    if (open === undefined || index < 0) return;
    open.splice(index, 1);
    this.ended(reply);
  }

  private watched(socket: ClientSocket): FastifyReply[] {
    const open: FastifyReply[] = [];
    socket.once('close', () => {
      for (const reply of open.splice(0)) {
        // Node 22 tells only the answer whose turn it is that its connection is gone.
        if (reply.raw.socket === null && !reply.raw.writableFinished) reply.raw.emit('close');
        this.ended(reply);
      }
    });
    return open;
  }
}
