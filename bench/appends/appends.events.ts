import { eventId, mintCommandId, type JsonObject, type UnsealedEvent } from '#event-store';

/** A hold: about 1.3 kB, like the gateway's own. */
export function routed(stream: string, n: number): UnsealedEvent {
  const account = stream.slice(8, -8);
  return unsealed('RequestRouted', {
    account,
    request: `req_${mintCommandId()}`,
    key: 'key_01jd3n5v8eftsb6w2k7x9q4m1z',
    life: 'life_01jd3n5v8eftsb6w2k7x9q4m1z',
    requested_model: 'tokenok-fast',
    model: 'openai/gpt-4.1-mini',
    attempts: [{ provider: 'sandbox', upstream_model: 'gpt-4.1-mini' }],
    price: {
      version: 3,
      components: [
        ['input', '0.4'],
        ['cached_input', '0.1'],
        ['output', '1.6'],
      ],
    },
    deadline: '2026-11-01T12:10:00.000Z',
    limits: { input_tokens: 1_200 + n, output_tokens: 4_096 },
    hold: { amount: '0.0070336', lots: [['lot_01jd3n5v8eftsb6w2k7x9q4m1z', '0.0070336']] },
    entry: {
      USD: [
        [`2190:${account}`, '0.0070336'],
        [`2191:${account}`, '-0.0070336'],
      ],
    },
  });
}

/** A charge: about 1.4 kB. */
export function metered(stream: string, n: number): UnsealedEvent {
  const account = stream.slice(8, -8);
  return unsealed('TokensMetered', {
    account,
    request: `req_${mintCommandId()}`,
    outcome: 'succeeded',
    provider: 'sandbox',
    model: 'openai/gpt-4.1-mini',
    usage: {
      input_tokens: 811 + n,
      cached_input_tokens: 0,
      cache_write_tokens: 0,
      output_tokens: 240,
      reasoning_tokens: 0,
      source: 'reported',
    },
    rating: {
      numerator: '708400000000',
      rounding: 'half-even',
      prices: [
        ['input', '0.4'],
        ['cached_input', '0.1'],
        ['output', '1.6'],
      ],
    },
    rated: '0.0007084',
    charge: '0.0007084',
    uncollected: '0',
    cost: '0.00056672',
    latency_ms: 1_240,
    lots: [['lot_01jd3n5v8eftsb6w2k7x9q4m1z', '0.0007084']],
    entry: {
      USD: [
        [`2191:${account}`, '0.0070336'],
        ['1990', '-0.0007084'],
        [`2190:${account}`, '-0.0063252'],
        ['5100', '0.00056672'],
        ['2300', '-0.00056672'],
      ],
    },
  });
}

function unsealed(type: string, data: JsonObject): UnsealedEvent {
  const cause = mintCommandId();
  const time = '2026-11-01T12:00:00.000Z';
  return {
    id: eventId(cause, 0),
    type,
    data,
    metadata: { actor: 'key:key_01jd3n5v8eftsb6w2k7x9q4m1z', cause, effective: time, recorded: time, version: 1 },
  };
}
