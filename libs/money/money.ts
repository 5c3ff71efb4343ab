import { formatAmount, parseAmount, parseInputAmount } from './amount.js';
import { minorDecimals, type Currency } from './currency.js';

/** An amount with its currency. Arithmetic across currencies is a fault, never a conversion. */
export class Money {
  private constructor(
    readonly currency: Currency,
    /** Units of 10^-9 of the currency. */
    readonly nanos: bigint,
  ) {}

  static of(currency: Currency, nanos: bigint): Money {
    return new Money(currency, nanos);
  }

  static zero(currency: Currency): Money {
    return new Money(currency, 0n);
  }

  /** Reads what an event recorded; throws on anything else. */
  static recorded(currency: Currency, text: string): Money {
    return new Money(currency, parseAmount(text));
  }

  /** Reads an amount from outside (`^\d{1,9}(\.\d{1,9})?$`); undefined when it is not one. */
  static input(currency: Currency, text: unknown): Money | undefined {
    const nanos = parseInputAmount(text);
    return nanos === undefined ? undefined : new Money(currency, nanos);
  }

  plus(other: Money): Money {
    return new Money(this.currency, this.nanos + this.same(other).nanos);
  }

  minus(other: Money): Money {
    return new Money(this.currency, this.nanos - this.same(other).nanos);
  }

  negated(): Money {
    return new Money(this.currency, -this.nanos);
  }

  lessThan(other: Money): boolean {
    return this.nanos < this.same(other).nanos;
  }

  min(other: Money): Money {
    return this.lessThan(other) ? this : other;
  }

  /** Whole in the smallest coin of the currency: cents of USD, yen of JPY. */
  get isMinor(): boolean {
    return this.nanos % 10n ** BigInt(9 - minorDecimals(this.currency)) === 0n;
  }

  get isZero(): boolean {
    return this.nanos === 0n;
  }

  get isPositive(): boolean {
    return this.nanos > 0n;
  }

  get isNegative(): boolean {
    return this.nanos < 0n;
  }

  /** The canonical decimal, without the currency. */
  toString(): string {
    return formatAmount(this.nanos);
  }

  toJSON(): string {
    return this.toString();
  }

  private same(other: Money): Money {
    if (other.currency !== this.currency) throw new TypeError(`Cannot combine ${this.currency} with ${other.currency}`);
    return other;
  }
}
