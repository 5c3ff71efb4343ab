import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsInt, IsObject, IsOptional, IsString, Length, Max, MaxLength, Min, ValidateNested } from 'class-validator';
import type { Refused } from '../http/errors/refused.js';
import { notAnInstant, parseInstant } from '../http/input/instants.js';
import type { NewKeyFacts } from './api-keys.commands.js';

export const DEFAULT_OVERLAP_SECONDS = 86_400;
const MAX_OVERLAP_SECONDS = 365 * 86_400;

class PolicyBody {
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(1_000)
  @IsString({ each: true })
  @MaxLength(200, { each: true })
  models?: string[];
}

/** Scopes are checked by the decider, which knows them by name. */
export class NewApiKey {
  @IsString()
  @Length(1, 200)
  name!: string;

  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @IsString({ each: true })
  @MaxLength(100, { each: true })
  scopes?: string[];

  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => PolicyBody)
  policy?: PolicyBody;

  @IsOptional()
  @IsString()
  expires_at?: string;
}

export class Rotation {
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(MAX_OVERLAP_SECONDS)
  overlap_seconds?: number;
}

type KeyFacts = { readonly facts: NewKeyFacts; readonly refused?: never } | { readonly facts?: never; readonly refused: Refused };

/** Times come with any offset; events keep UTC with milliseconds. A null is as good as absent. */
export function keyFacts({ name, scopes, policy, expires_at }: NewApiKey): KeyFacts {
  const expiresAt = expires_at == null ? undefined : parseInstant(expires_at);
  if (expires_at != null && expiresAt === undefined)
    return { refused: { code: 'INVALID_REQUEST', field: 'expires_at', message: notAnInstant('expires_at') } };
  const facts = {
    name,
    ...(scopes == null ? {} : { scopes }),
    ...(policy == null ? {} : { policy: policy.models == null ? {} : { models: policy.models } }),
    ...(expiresAt === undefined ? {} : { expiresAt }),
  };
  return { facts };
}
