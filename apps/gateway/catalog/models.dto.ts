import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsInt, IsObject, IsOptional, IsString, MaxLength, Min, ValidateNested } from 'class-validator';
import { PriceBody } from './prices.dto.js';
import { TraitsBody } from './providers.dto.js';

class ModelTargetBody {
  @IsString()
  @MaxLength(500)
  provider!: string;

  @IsString()
  @MaxLength(500)
  upstream_model!: string;

  @IsOptional()
  @IsInt()
  priority?: number;

  @IsOptional()
  @IsInt()
  weight?: number;

  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => PriceBody)
  cost?: PriceBody;

  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => TraitsBody)
  traits?: TraitsBody;
}

export class ModelBody {
  @IsArray()
  @ArrayMaxSize(100)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => ModelTargetBody)
  targets!: ModelTargetBody[];

  @IsObject()
  @ValidateNested()
  @Type(() => PriceBody)
  price!: PriceBody;

  @IsOptional()
  @IsInt()
  @Min(1)
  context_window?: number;

  @IsOptional()
  @IsInt()
  @Min(1)
  max_output_tokens?: number;

  @IsOptional()
  @IsInt()
  @Min(1)
  default_output_tokens?: number;
}
