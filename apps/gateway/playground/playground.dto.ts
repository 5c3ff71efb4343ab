import type { WireApi } from '#wire';
import { IsIn, IsInt, IsObject, IsOptional, Max, Min } from 'class-validator';

/** Routes under `/v1` that the playground asks by, as it names them. */
export const ENDPOINTS = { 'chat/completions': 'chat', responses: 'responses', messages: 'messages' } as const satisfies Record<
  string,
  WireApi
>;
export type Endpoint = keyof typeof ENDPOINTS;

export class RouteQuestion {
  @IsIn(Object.keys(ENDPOINTS))
  endpoint!: Endpoint;

  /** The body of the request itself. */
  @IsObject()
  body!: object;
}

export const PLAYGROUND_KEY_SECONDS = 3_600;
const LEAST_LIFE = 60;

export class PlaygroundKey {
  @IsOptional()
  @IsInt()
  @Min(LEAST_LIFE)
  @Max(PLAYGROUND_KEY_SECONDS)
  expires_in_seconds?: number;
}
