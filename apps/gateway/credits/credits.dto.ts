import { IsIn, IsOptional, IsString, Length, Matches } from 'class-validator';

export const AMOUNT = { message: 'amount must be a decimal string above zero, with 9 digits and 9 decimals at most' };

export class NewCredit {
  @IsString(AMOUNT)
  amount!: string;

  @IsString()
  @Length(1, 500)
  reason!: string;

  @IsOptional()
  @IsIn(['promo', 'goodwill'])
  kind?: 'promo' | 'goodwill';

  @IsOptional()
  @IsString()
  expires_at?: string;
}

export class NewAdjustment {
  @IsString(AMOUNT)
  amount!: string;

  /** In the customer's favour, or in ours. */
  @IsIn(['credit', 'debit'])
  direction!: 'credit' | 'debit';

  @IsString()
  @Length(1, 500)
  reason!: string;

  @IsOptional()
  @Matches(/^adj_[0-9a-z]{26}$/)
  reverses?: string;
}
