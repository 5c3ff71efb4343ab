import { Type } from 'class-transformer';
import { IsEmail, IsObject, IsOptional, IsString, Length, MaxLength, ValidateNested } from 'class-validator';

/** Whom to invite as the customer's owner. */
export class InvitedOwner {
  @IsEmail()
  @MaxLength(320)
  email!: string;
}

export class NewCustomer {
  @IsString()
  @Length(1, 200)
  name!: string;

  @IsEmail()
  @MaxLength(320)
  email!: string;

  @IsString()
  @Length(1, 64)
  currency!: string;

  @IsOptional()
  @IsString()
  @Length(1, 64)
  time_zone?: string;

  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => InvitedOwner)
  owner?: InvitedOwner;
}

export class ChangeOfStatus {
  @IsOptional()
  @IsString()
  @Length(1, 500)
  reason?: string;
}
