import { IsOptional, IsString, Length } from 'class-validator';

/** Why somebody is erased: it is recorded as it stands, so that no personal data belongs into it. */
export class Erasure {
  @IsOptional()
  @IsString()
  @Length(1, 500)
  reason?: string;
}
