import type { Currency } from '#money';
import type { KeyPolicy } from '#identity';

/** Who calls `/v1`, as far as a request needs it. */
export interface Caller {
  readonly key: string;
  readonly customer: string;
  readonly account: string;
  readonly currency: Currency;
  readonly policy: KeyPolicy | undefined;
}
