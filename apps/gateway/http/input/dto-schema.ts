import type { Type } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { getMetadataStorage, ValidationTypes } from 'class-validator';

/** The part of an OpenAPI 3.0 schema object that rules of class-validator can say. */
export interface DtoSchema {
  type?: string;
  format?: string;
  pattern?: string;
  enum?: unknown[];
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  items?: DtoSchema;
  properties?: Record<string, DtoSchema>;
  required?: string[];
  additionalProperties?: boolean | DtoSchema;
}

type Rule = ReturnType<ReturnType<typeof getMetadataStorage>['getTargetValidationMetadatas']>[number];

/** Bodies are described by the rules that check them, so that the documentation cannot promise anything else. */
export function dtoSchema(dto: Type): DtoSchema {
  const storage = getMetadataStorage();
  const rules = storage.getTargetValidationMetadatas(dto, '', true, false);
  const properties: Record<string, DtoSchema> = {};
  const required: string[] = [];
  for (const [property, ofProperty] of Object.entries(storage.groupByPropertyName(rules))) {
    properties[property] = propertySchema(dto, property, ofProperty);
    if (!ofProperty.some((rule) => rule.type === ValidationTypes.CONDITIONAL_VALIDATION)) required.push(property);
  }
  return { type: 'object', properties, ...(required.length > 0 ? { required } : {}), additionalProperties: false };
}

function propertySchema(dto: Type, property: string, rules: readonly Rule[]): DtoSchema {
  const isArray = rules.some((rule) => rule.each || rule.name === 'isArray');
  const schema: DtoSchema = isArray ? { type: 'array', items: {} } : {};
  for (const rule of rules) {
    const target = rule.each ? (schema.items ??= {}) : schema;
    if (rule.type === ValidationTypes.NESTED_VALIDATION) Object.assign(target, nestedSchema(dto, property, isArray));
    else Object.assign(target, ruleSchema(rule));
  }
  return schema;
}

/** What class-transformer makes of an empty object there: the class named by `@Type`. */
function nestedSchema(dto: Type, property: string, isArray: boolean): DtoSchema {
  const made: unknown = Reflect.get(plainToInstance(dto, { [property]: isArray ? [{}] : {} }), property);
  const nested: unknown = Array.isArray(made) ? made[0] : made;
  const type = typeof nested === 'object' && nested !== null ? (nested.constructor as Type) : undefined;
  return type === undefined || type === (Object as unknown) ? { type: 'object' } : dtoSchema(type);
}

function ruleSchema(rule: Rule): DtoSchema {
  const constraints = rule.constraints as readonly unknown[] | undefined;
  const first = constraints?.[0];
  const second = constraints?.[1];
  switch (rule.name ?? '') {
    case 'isString':
    case 'isNotEmpty':
      return { type: 'string' };
    case 'isInt':
      return { type: 'integer' };
    case 'isNumber':
      return { type: 'number' };
    case 'isBoolean':
      return { type: 'boolean' };
    case 'isObject':
      return { type: 'object' };
    case 'isMapOf':
      return typeof first === 'function' ? { type: 'object', additionalProperties: dtoSchema(first as Type) } : {};
    case 'isEmail':
      return { type: 'string', format: 'email' };
    case 'isISO8601':
    case 'isRFC3339':
      return { type: 'string', format: 'date-time' };
    case 'matches':
      return first instanceof RegExp ? { type: 'string', pattern: first.source } : {};
    case 'isIn':
      return Array.isArray(first) ? { enum: [...(first as readonly unknown[])] } : {};
    case 'min':
      return typeof first === 'number' ? { minimum: first } : {};
    case 'max':
      return typeof first === 'number' ? { maximum: first } : {};
    case 'minLength':
      return typeof first === 'number' ? { minLength: first } : {};
    case 'maxLength':
      return typeof first === 'number' ? { maxLength: first } : {};
    case 'isLength':
      return typeof first === 'number' ? { minLength: first, ...(typeof second === 'number' ? { maxLength: second } : {}) } : {};
    case 'arrayMinSize':
      return typeof first === 'number' ? { minItems: first } : {};
    case 'arrayMaxSize':
      return typeof first === 'number' ? { maxItems: first } : {};
    default:
      return {};
  }
}
