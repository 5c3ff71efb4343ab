/** What a stream of chat completions says, piece by piece. */
export type Piece = { readonly text: string } | { readonly error: string };

/** The pieces of one event: its text, or the error that ended it. Undefined: nothing to show. */
export function pieceOf(data: string): Piece | undefined {
  if (data === '[DONE]') return undefined;
  const told = JSON.parse(data) as {
    readonly choices?: readonly { readonly delta?: { readonly content?: string | null } }[];
    readonly error?: { readonly message?: string };
  };
  if (told.error) return { error: told.error.message ?? 'error' };
  const text = told.choices?.[0]?.delta?.content;
  return typeof text === 'string' && text !== '' ? { text } : undefined;
}

/** Events of a stream, whichever way its bytes are cut. */
export class EventLines {
  #rest = '';

  /** The data of the events that are whole with this. */
  take(text: string): readonly string[] {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    return lines.flatMap((line) => (line.startsWith('data:') ? [line.slice('data:'.length).trim()] : []));
  }
}

export async function* readChat(body: ReadableStream<Uint8Array>): AsyncGenerator<Piece> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  const lines = new EventLines();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      for (const data of lines.take(decoder.decode(value, { stream: true }))) {
        const piece = pieceOf(data);
        if (piece) yield piece;
      }
    }
  } finally {
    reader.releaseLock();
  }
}
