import type { Customer } from '#identity';
import { PersonalData } from '#vault';
import { Injectable } from '@nestjs/common';

export interface CustomerDocument {
  readonly id: string;
  readonly account: string;
  /** Null once the person has been erased. */
  readonly name: string | null;
  readonly email: string | null;
  readonly currency: string;
  readonly time_zone: string;
  readonly status: 'active' | 'suspended';
  readonly suspension_reason: string | null;
  readonly created_at: string;
}

/** Customers as HTTP shows them: personal data is opened for the answer and kept nowhere. */
@Injectable()
export class CustomerDocuments {
  constructor(private readonly personalData: PersonalData) {}

  async of(customer: Customer): Promise<CustomerDocument> {
    const { customer: id, account, currency, time_zone, status, suspension_reason = null, registered_at: created_at } = customer;
    const { name, email } = await this.personalData.open(id, customer.sealed);
    return { id, account, name, email, currency, time_zone, status, suspension_reason, created_at };
  }
}
