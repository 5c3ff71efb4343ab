import type { DetailComponent } from '#money';

/** A price that this request cannot do without: what it names is known before the call, so nobody serves it who has none for it. */
export type NeededPrice = { readonly field: string } & (
  | { readonly component: Extract<DetailComponent, 'input_audio' | 'output_audio'>; readonly serviceTier?: never }
  | { readonly serviceTier: string; readonly component?: never }
);

/** What stands in the input besides text. */
export interface WireInput {
  /** Images, linked or embedded. */
  images: number;
  /** Base64 characters of embedded images: they are no text, so their bytes are no bound. */
  payloadChars: number;
  /** Bytes that a translation writes beside those of the client: ids of calls in another spelling. */
  addedBytes: number;
  /** A file, audio, a video or an unknown kind of part: only the context window bounds what it can cost. */
  needsContextWindow: boolean;
  readonly needsPrices: NeededPrice[];
  /** There is something of ours in it that came with an earlier answer (`carried.ts`), which no provider knows as it is. */
  hasSealed: boolean;
}

export const emptyInput = (): WireInput => ({
  images: 0,
  payloadChars: 0,
  addedBytes: 0,
  needsContextWindow: false,
  needsPrices: [],
  hasSealed: false,
});

/** An image by its URL, linked or embedded. Source for the payload: RFC 2397. */
export function countImage(url: string, input: WireInput): void {
  input.images += 1;
  const payload = url.startsWith('data:') ? url.indexOf(';base64,') : -1;
  if (payload >= 0) input.payloadChars += url.length - payload - ';base64,'.length;
}
