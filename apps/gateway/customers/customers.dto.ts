import { IsEmail, IsOptional, IsString, Length, MaxLength } from 'class-validator';

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
}

export class ChangeOfStatus {
  @IsOptional()
  @IsString()
  @Length(1, 500)
  reason?: string;
}
