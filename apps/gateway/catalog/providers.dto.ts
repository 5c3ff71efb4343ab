import { LIMIT_FIELDS, REASONING_FIELDS, REASONING_FORMS, SYSTEM_ROLES, TOOL_CHOICES } from '#catalog';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsNumber,
  IsObject,
  IsOptional,
  IsString,
  Length,
  Matches,
  MaxLength,
  ValidateNested,
} from 'class-validator';

/** The values are judged where they are recorded. */
export class TraitsBody {
  @IsOptional()
  @IsString()
  @IsIn([...LIMIT_FIELDS])
  limit_field?: (typeof LIMIT_FIELDS)[number];

  @IsOptional()
  @IsArray()
  @ArrayMaxSize(100)
  @IsString({ each: true })
  refused_fields?: string[];

  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @IsArray({ each: true })
  exclusive_fields?: string[][];

  @IsOptional()
  @IsString()
  @IsIn([...REASONING_FORMS])
  reasoning?: (typeof REASONING_FORMS)[number];

  @IsOptional()
  @IsString()
  @IsIn([...REASONING_FIELDS])
  reasoning_field?: (typeof REASONING_FIELDS)[number];

  @IsOptional()
  @IsBoolean()
  strict_schema?: boolean;

  @IsOptional()
  @IsString()
  @IsIn([...SYSTEM_ROLES])
  system_role?: (typeof SYSTEM_ROLES)[number];

  @IsOptional()
  @IsArray()
  @ArrayMaxSize(TOOL_CHOICES.length)
  @IsIn([...TOOL_CHOICES], { each: true })
  tool_choice?: (typeof TOOL_CHOICES)[number][];

  @IsOptional()
  @IsBoolean()
  ends_without_done?: boolean;

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

  /** Plain http beyond the loopback. */
  @IsOptional()
  @IsBoolean()
  insecure?: boolean;

  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => TraitsBody)
  traits?: TraitsBody;
}
