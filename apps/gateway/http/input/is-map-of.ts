import type { Type } from '@nestjs/common';
import { ValidateBy } from 'class-validator';

/** An object whose members are called as the client likes, each of this class: described so in OpenAPI. What is in them, whoever reads them checks. */
export function IsMapOf(member: Type): PropertyDecorator {
  return ValidateBy({
    name: 'isMapOf',
    constraints: [member],
    validator: {
      validate: (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value),
      defaultMessage: () => '$property must be an object',
    },
  });
}
