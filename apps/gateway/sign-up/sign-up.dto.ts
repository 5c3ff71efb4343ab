import { IsString, Length } from 'class-validator';

export class SigningUp {
  @IsString()
  @Length(1, 2_000)
  token!: string;

  /** Of the customer. */
  @IsString()
  @Length(1, 200)
  name!: string;

  @IsString()
  @Length(8, 1_024)
  password!: string;

  @IsString()
  @Length(1, 64)
  currency!: string;
}
