import { IsOptional, IsString, Length } from 'class-validator';

export const ASSIGNED_AMOUNT = 'amount must be a decimal string above zero, with no more decimals than the currency has';

/** Whose an unmatched payment is. */
export class Assignment {
  @IsString()
  @Length(1, 200)
  customer_id!: string;

  /** In the account's currency; wanted where what was received is not told in it, and nothing else than that where it is. */
  @IsOptional()
  @IsString({ message: ASSIGNED_AMOUNT })
  amount?: string;

  /** Of the amount, for whoever wants to be sure: the account's. */
  @IsOptional()
  @IsString()
  currency?: string;

  @IsOptional()
  @IsString()
  @Length(1, 500)
  reason?: string;
}
