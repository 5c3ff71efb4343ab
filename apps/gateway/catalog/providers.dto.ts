import { Type } from 'class-transformer';
import { IsNumber, IsObject, IsOptional, IsString, Length, Matches, MaxLength, ValidateNested } from 'class-validator';

export class TraitsBody {
  @IsOptional()
  @IsNumber()
  output_bound_factor?: number;
}

export class ProviderBody {
  @IsString()
  @MaxLength(500)
  protocol!: string;

  @IsString()
  @Length(1, 2_048)
  base_url!: string;

  /** It goes into a header. */
  @IsString()
  @Length(1, 8_192)
  @Matches(/^[\x21-\x7e]+$/, { message: 'api_key must be printable ASCII without spaces' })
  api_key!: string;

  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => TraitsBody)
  traits?: TraitsBody;
}
