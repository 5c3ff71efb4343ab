import { APPLICATIONS, MAX_IMPORT_ROWS, PRICE_LISTS, type PriceApplication, type PriceListName } from '#catalog';
import { MAX_MARKUP_PPM } from '#price-lists';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  Length,
  Max,
  MaxLength,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { MAX_LIST_BYTES } from './fetched-list.js';

class NamedModelBody {
  @IsString()
  @Length(1, 500)
  id!: string;

  @IsString()
  @Length(1, 500)
  provider!: string;

  @IsString()
  @Length(1, 500)
  list_provider!: string;

  @IsString()
  @Length(1, 500)
  list_model!: string;

  @IsOptional()
  @IsString()
  @Length(1, 500)
  upstream_model?: string;
}

export class PriceImportBody {
  @IsIn([...PRICE_LISTS])
  source!: PriceListName;

  /** The list's file as text, so that its numbers are read, and its bytes hashed, as they were published. */
  @IsOptional()
  @IsString()
  @MaxLength(MAX_LIST_BYTES)
  list?: string;

  @IsOptional()
  @IsString()
  @Length(1, 2_048)
  url?: string;

  /** The list's providers by ours. Absent: every provider of ours that the list calls by the same id. */
  @IsOptional()
  @IsObject()
  providers?: Record<string, unknown>;

  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MAX_IMPORT_ROWS)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => NamedModelBody)
  models?: NamedModelBody[];

  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(MAX_MARKUP_PPM)
  markup_ppm?: number;

  @IsOptional()
  @IsIn([...APPLICATIONS])
  apply?: PriceApplication;
}

/** Which rows, by their models. Absent: all that are proposed. */
export class ConfirmationBody {
  @ValidateIf((_body, rows) => rows !== undefined)
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_IMPORT_ROWS)
  @IsString({ each: true })
  @Length(1, 500, { each: true })
  rows?: string[];
}
