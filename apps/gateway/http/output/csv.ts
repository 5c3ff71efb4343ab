import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';

/** UTF-8's (RFC 3629, 6), which our CSV has only where it is asked for: most programs that read it take the mark for a part of the first name. */
const BYTE_ORDER_MARK = '\ufeff';

/** Rows as they are read, never the whole file in memory. A reader that pauses pauses the reading. */
export async function sendCsv(
  reply: FastifyReply,
  filename: string,
  chunks: AsyncIterable<string | Buffer>,
  isMarked: boolean,
): Promise<void> {
  reply.header('content-disposition', `attachment; filename="${filename}"`);
  await reply.type('text/csv; charset=utf-8; header=present').send(Readable.from(isMarked ? marked(chunks) : chunks));
}

async function* marked(chunks: AsyncIterable<string | Buffer>): AsyncGenerator<string | Buffer> {
  yield BYTE_ORDER_MARK;
  yield* chunks;
}
