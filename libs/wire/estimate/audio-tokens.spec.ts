import { readChatResponse } from '../chat/response.js';
import { ChatStreamRelay } from '../chat/stream.js';
import { estimateInputAudio, estimateOutputAudio } from './audio-tokens.js';

/** Base64 characters of so many seconds at so many bytes each. */
const charsOf = (seconds: number, bytesPerSecond: number): number => (seconds * bytesPerSecond * 4) / 3;
const heard = (...parts: object[]) => ({ messages: [{ role: 'user', content: [{ type: 'text', text: 'Listen' }, ...parts] }] });
const inputAudio = (chars: number, format: string) => ({ type: 'input_audio', input_audio: { data: 'A'.repeat(chars), format } });

describe('audio of which no provider told the tokens', () => {
  it('counts ten a second where it goes in, and twenty where it comes out', () => {
    expect(estimateInputAudio(heard(inputAudio(charsOf(3, 48_000), 'wav'), inputAudio(charsOf(3, 16_000), 'mp3')))).toBe(60);
    expect(estimateOutputAudio({ audio: { format: 'pcm16' } }, charsOf(3, 48_000))).toBe(60);
    expect(estimateOutputAudio({ audio: { format: 'opus' } }, charsOf(3, 16_000))).toBe(60);
  });

  it('believes the header of a WAV file, within reason', () => {
    const tokensOf = (bytesPerSecond: number) => {
      const file = Buffer.alloc(176_400);
      file.write('RIFF');
      file.writeUInt32LE(bytesPerSecond, 28);
      return estimateInputAudio(heard({ type: 'input_audio', input_audio: { data: file.toString('base64'), format: 'wav' } }));
    };
    expect([tokensOf(176_400), tokensOf(88_200)]).toEqual([10, 20]);
    expect([tokensOf(0), tokensOf(2_000_000_000)]).toEqual([37, 37]);
  });

  it('is none where there is none', () => {
    expect([estimateInputAudio(heard()), estimateInputAudio({ input: 'x' }), estimateOutputAudio({}, 0)]).toEqual([0, 0, 0]);
    expect(estimateInputAudio(heard({ type: 'input_audio' }, { type: 'input_audio', input_audio: { data: 1 } }))).toBe(0);
  });
});

describe('a spoken answer', () => {
  const audio = { id: 'a', data: 'AAAA', transcript: 'Good day' };
  it('is its transcript and its sound, where it came whole', () => {
    const answer = readChatResponse(Buffer.from(JSON.stringify({ choices: [{ message: { content: null, audio } }] })));
    expect([answer?.texts(), answer?.audioChars?.()]).toEqual([['Good day'], 4]);
  });

  it('is what has come of both, where its stream was left', () => {
    const relay = new ChatStreamRelay({ includeUsage: false, choices: 1 });
    for (const part of [{ id: 'a', transcript: 'Good' }, { transcript: ' day' }, { data: 'AAAA' }, { data: 'AA==' }])
      relay.push(Buffer.from(`data: ${JSON.stringify({ choices: [{ index: 0, delta: { audio: part }, finish_reason: null }] })}\n\n`));
    const end = relay.end();
    expect([end.receivedText(), end.receivedAudioChars?.()]).toEqual(['Good day', 8]);
  });
});
