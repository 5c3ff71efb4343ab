import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';

/** UTF-8's (RFC 3629, 6), which our CSV has only where it is asked for: most programs that read it take the mark for a part of the first name. */
const BYTE_ORDER_MARK = '\ufeff';

interface CsvFile {
  readonly name: string;
  /** Begins with a byte order mark. */
  readonly isMarked: boolean;
  /** Of its first line; undefined: the names of the API's fields, which are no language. */
  readonly language: string | undefined;
}

/** Rows as they are read, never the whole file in memory. A reader that pauses pauses the reading. */
export async function sendCsv(
  reply: FastifyReply,
  { name, isMarked, language }: CsvFile,
  chunks: AsyncIterable<string | Buffer>,
): Promise<void> {
  reply.header('content-disposition', `attachment; filename="${name}"`).header('vary', 'Accept-Language');
  if (language !== undefined) reply.header('content-language', language);
  await reply.type('text/csv; charset=utf-8; header=present').send(Readable.from(isMarked ? marked(chunks) : chunks));
}

async function* marked(chunks: AsyncIterable<string | Buffer>): AsyncGenerator<string | Buffer> {
  yield BYTE_ORDER_MARK;
  yield* chunks;
}
