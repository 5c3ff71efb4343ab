import type { WireApi } from '#wire';
import { IsIn, IsObject } from 'class-validator';

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
