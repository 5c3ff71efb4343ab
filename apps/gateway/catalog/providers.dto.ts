import { IsBoolean, IsOptional, IsString, Length, Matches, MaxLength } from 'class-validator';

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
}
