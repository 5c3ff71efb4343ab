import { IsOptional, IsString, MaxLength } from 'class-validator';

/** A price as models and targets carry it. Amounts and currency are checked by the decider, which knows their rules by name. */
export class PriceBody {
  @IsString()
  @MaxLength(64)
  currency!: string;

  @IsString()
  input_per_million!: string;

  @IsOptional()
  @IsString()
  cached_input_per_million?: string;

  @IsOptional()
  @IsString()
  cache_write_per_million?: string;

  @IsString()
  output_per_million!: string;
}
