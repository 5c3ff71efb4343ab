import { CUSTOMER_ROLES, INSTALLATION_ROLES, LANGUAGES, type CustomerRole, type InstallationRole, type Language } from '#identity';
import { IsEmail, IsIn, IsOptional, IsString, Length, MaxLength, ValidateIf } from 'class-validator';

export class NewMember {
  @IsEmail()
  @MaxLength(320)
  email!: string;

  @IsIn(CUSTOMER_ROLES)
  role!: CustomerRole;
}

export class MemberRole {
  @IsIn(CUSTOMER_ROLES)
  role!: CustomerRole;
}

export class NewOperator {
  @IsEmail()
  @MaxLength(320)
  email!: string;

  @IsIn(INSTALLATION_ROLES)
  role!: InstallationRole;
}

export class OperatorRole {
  /** Null takes it away. */
  @ValidateIf((_body, value) => value !== null)
  @IsIn(INSTALLATION_ROLES)
  role!: InstallationRole | null;
}

/** Of the letter, to whom has chosen no language; else that of who asks. */
export class ResetLetter {
  @IsOptional()
  @IsIn(LANGUAGES)
  language?: Language;
}

export class InvitationToken {
  @IsString()
  @Length(1, 200)
  token!: string;
}

export class Acceptance {
  @IsString()
  @Length(1, 200)
  token!: string;

  /** Of a new person. */
  @IsOptional()
  @IsString()
  @Length(8, 1_024)
  password?: string;
}
