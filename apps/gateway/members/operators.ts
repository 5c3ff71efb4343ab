import { Directory } from '#directory';
import type { InstallationRole, OperatorFacts } from '#identity';
import { Injectable } from '@nestjs/common';

/** Who runs the installation, as of now: what decisions about people are made with. */
@Injectable()
export class Operators {
  constructor(private readonly directory: Directory) {}

  facts(): OperatorFacts & { readonly owners: readonly string[] } {
    return {
      roleOf: (person) => this.directory.installationRoleOf(person),
      loweredAt: (person) => this.directory.operator(person)?.lowered_at,
      owners: this.with('owner'),
    };
  }

  private with(role: InstallationRole): readonly string[] {
    const people = this.directory.list('person', { limit: Infinity }).map(({ person }) => person);
    return people.filter((person) => this.directory.installationRoleOf(person) === role);
  }
}
