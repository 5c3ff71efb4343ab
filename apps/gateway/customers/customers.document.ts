import type { Customer } from '#identity';
import { PersonalData, isUnreadable } from '#vault';
import { Injectable } from '@nestjs/common';

/** What stands for a name that was erased, wherever there was one. */
export const ERASED_NAME = 'erased';

export interface CustomerDocument {
  readonly id: string;
  readonly account: string;
  /** `erased` once they have been; null where they cannot be read. */
  readonly name: string | null;
  /** Null for both. */
  readonly email: string | null;
  /** Only where the key of the person was lost, or does not open what the events have. */
  readonly personal_data?: 'unreadable';
  readonly currency: string;
  readonly time_zone: string;
  readonly status: Customer['status'];
  readonly suspension_reason: string | null;
  readonly created_at: string;
}

/** Customers as HTTP shows them: personal data is opened for the answer and kept nowhere. */
@Injectable()
export class CustomerDocuments {
  constructor(private readonly personalData: PersonalData) {}

  async of(customer: Customer): Promise<CustomerDocument> {
    const { customer: id, account, currency, time_zone, status, suspension_reason = null, registered_at: created_at } = customer;
    const personal = await this.personalOf(customer);
    return { id, account, ...personal, currency, time_zone, status, suspension_reason, created_at };
  }

  /** One person who cannot be read keeps nobody else from being read. */
  private async personalOf({ customer, sealed }: Customer): Promise<Pick<CustomerDocument, 'name' | 'email' | 'personal_data'>> {
    try {
      const { name, email } = await this.personalData.open(customer, sealed);
      return { name: name ?? ERASED_NAME, email };
    } catch (fault) {
      if (!isUnreadable(fault)) throw fault;
      return { name: null, email: null, personal_data: 'unreadable' };
    }
  }
}
