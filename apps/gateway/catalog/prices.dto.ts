import { applyDecorators } from '@nestjs/common';
import { Transform, Type } from 'class-transformer';
import { IsArray, IsInt, IsObject, IsOptional, IsString, MaxLength, ValidateNested } from 'class-validator';
import { IsMapOf } from '../http/input/is-map-of.js';

/** Amounts, thresholds and names are checked by the decider, which knows their rules by name (`libs/catalog/price.recording.ts`). */
class OptionalPricesBody {
  @IsOptional()
  @IsString()
  input_audio_per_million?: string;

  @IsOptional()
  @IsString()
  cached_input_per_million?: string;

  @IsOptional()
  @IsString()
  cached_input_audio_per_million?: string;

  @IsOptional()
  @IsString()
  cache_write_per_million?: string;

  @IsOptional()
  @IsString()
  cache_write_1h_per_million?: string;

  @IsOptional()
  @IsString()
  output_audio_per_million?: string;
}

/** What replaces a price on a condition: all that it does not name stays. */
class ConditionalPricesBody extends OptionalPricesBody {
  @IsOptional()
  @IsString()
  input_per_million?: string;

  @IsOptional()
  @IsString()
  output_per_million?: string;
}

class PriceTierBody extends ConditionalPricesBody {
  @IsInt()
  above_input_tokens!: number;
}

/** Prices by size: of a price, and of a service tier. */
const IsTiers = () =>
  applyDecorators(
    IsOptional(),
    IsArray(),
    IsObject({ each: true }),
    ValidateNested({ each: true }),
    Type(() => PriceTierBody),
  );

class ServiceTierPricesBody extends ConditionalPricesBody {
  @IsTiers()
  tiers?: PriceTierBody[];
}

/** A price as models and targets carry it. */
export class PriceBody extends OptionalPricesBody {
  @IsString()
  @MaxLength(64)
  currency!: string;

  @IsString()
  input_per_million!: string;

  @IsString()
  output_per_million!: string;

  @IsTiers()
  tiers?: PriceTierBody[];

  /** As it was sent: the names of its members are the providers'. */
  @IsOptional()
  @IsMapOf(ServiceTierPricesBody)
  @Transform(({ obj, key }: { obj: Record<string, unknown>; key: string }) => obj[key])
  service_tiers?: Record<string, ServiceTierPricesBody>;
}
