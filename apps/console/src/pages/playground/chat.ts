import { useCallback, useEffect, useRef, useState } from 'react';
import { API_PATH } from '../../api/base.js';
import { ask } from '../../api/client.js';
import { language } from '../../i18n/i18n.js';
import { readChat } from './chat-stream.js';

export interface Message {
  readonly role: 'user' | 'assistant';
  readonly content: string;
}

/** As it is sent, and as it is asked for at most. */
export interface ChatBody {
  readonly model: string;
  readonly messages: readonly Message[];
  readonly max_tokens: number;
  readonly stream: true;
}

export interface Turn {
  readonly id: number;
  readonly prompt: string;
  readonly model: string;
  readonly answer: string;
  readonly state: 'streaming' | 'done' | 'stopped' | 'failed';
  /** What it could cost, as the API said before. */
  readonly atMost: string | null;
  /** `req_…`, once the gateway has told it. */
  readonly request: string | null;
  readonly refusal: string | null;
}

export interface Chat {
  readonly turns: readonly Turn[];
  readonly isStreaming: boolean;
  readonly send: (prompt: string, body: ChatBody, atMost: string | null) => void;
  readonly stop: () => void;
  readonly clear: () => void;
}

/** What is said so far; what failed was not said. */
export const messagesOf = (turns: readonly Turn[]): readonly Message[] =>
  turns
    .filter(({ state, answer }) => state !== 'failed' && answer !== '')
    .flatMap(({ prompt, answer }) => [
      { role: 'user' as const, content: prompt },
      { role: 'assistant' as const, content: answer },
    ]);

const EXPIRES_SOON_MS = 60_000;

interface Key {
  readonly key: string;
  readonly expires_at: string;
}

/** A conversation by a key of an hour, which is in this page's memory and nowhere else. */
export function useChat(customer: string): Chat {
  const [turns, setTurns] = useState<readonly Turn[]>([]);
  const key = useRef<Key>(undefined);
  const running = useRef<AbortController>(undefined);
  useEffect(() => () => running.current?.abort(), []);
  const change = useCallback(
    (id: number, of: (turn: Turn) => Partial<Turn>): void =>
      setTurns((before) => before.map((turn) => (turn.id === id ? { ...turn, ...of(turn) } : turn))),
    [],
  );
  const usable = async (): Promise<string> => {
    if (key.current === undefined || Date.parse(key.current.expires_at) < Date.now() + EXPIRES_SOON_MS)
      key.current = await ask<Key>('POST', 'me/playground/keys', {}, { 'x-tokenok-customer': customer });
    return key.current.key;
  };
  const send = (prompt: string, body: ChatBody, atMost: string | null): void => {
    const id = Date.now();
    const abort = new AbortController();
    running.current = abort;
    setTurns((before) => [
      ...before,
      { id, prompt, model: body.model, answer: '', state: 'streaming', atMost, request: null, refusal: null },
    ]);
    const say = (of: (turn: Turn) => Partial<Turn>): void => change(id, of);
    usable()
      .then((secret) => stream(secret, body, abort.signal, say))
      .catch((error: unknown) => {
        const message = error instanceof Error ? error.message : String(error);
        say(() => (abort.signal.aborted ? { state: 'stopped' } : { state: 'failed', refusal: message }));
      });
  };
  return {
    turns,
    isStreaming: turns.at(-1)?.state === 'streaming',
    send,
    stop: () => running.current?.abort(),
    clear: () => setTurns([]),
  };
}

/** Says piece by piece what comes. Throws what the connection throws, also when it is stopped. */
async function stream(key: string, body: ChatBody, signal: AbortSignal, say: (of: (turn: Turn) => Partial<Turn>) => void): Promise<void> {
  const response = await fetch(`${API_PATH}v1/chat/completions`, {
    method: 'POST',
    // The key pays, not the session.
    credentials: 'omit',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', 'accept-language': language() },
    body: JSON.stringify(body),
    signal,
  });
  const request = response.headers.get('x-request-id');
  if (!response.ok || response.body === null) {
    const told = (await response.json().catch(() => undefined)) as { readonly error?: { readonly message?: string } } | undefined;
    return say(() => ({ state: 'failed', request, refusal: told?.error?.message ?? response.statusText }));
  }
  say(() => ({ request }));
  for await (const piece of readChat(response.body)) {
    if ('error' in piece) return say(() => ({ state: 'failed', refusal: piece.error }));
    say(({ answer }) => ({ answer: answer + piece.text }));
  }
  say(() => ({ state: 'done' }));
}
