import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';

/** Rows as they are read, never the whole file in memory. A reader that pauses pauses the reading. */
export async function sendCsv(reply: FastifyReply, filename: string, chunks: AsyncIterable<string | Buffer>): Promise<void> {
  reply.header('content-disposition', `attachment; filename="${filename}"`);
  await reply.type('text/csv; charset=utf-8; header=present').send(Readable.from(chunks));
}
