import { IsEmail, IsString, Length, MaxLength } from 'class-validator';

export class Address {
  @IsEmail()
  @MaxLength(320)
  email!: string;
}

export class AddressToken {
  @IsString()
  @Length(1, 200)
  token!: string;
}

export class NewPasswordByLink {
  @IsString()
  @Length(1, 200)
  token!: string;

  /** As long as the environment wants the first one. */
  @IsString()
  @Length(8, 1_024)
  new_password!: string;
}
