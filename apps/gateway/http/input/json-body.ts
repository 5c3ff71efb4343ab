import { createParamDecorator, type ExecutionContext, type Type } from '@nestjs/common';
import { ApiBody } from '../route/described.js';
import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import type { FastifyRequest } from 'fastify';
import { dtoSchema } from './dto-schema.js';
import { joined, parseJsonObject, rawBody, requireJsonMediaType } from './json.js';
import { HttpRefusal, type FieldError } from '../errors/refusal.js';

const UNKNOWN = 'whitelistValidation';

/**
 * The body of a request outside `/v1`, parsed once, strictly: `create(@JsonBody(NewCustomer) body: NewCustomer)`. Every field of
 * the class needs a class-validator decorator; an unknown field, or one of the wrong type, is refused by its name.
 * Also describes the body in `/api/openapi.json`.
 */
export function JsonBody<T extends object>(dto: Type<T>, options: { readonly optional?: boolean } = {}): ParameterDecorator {
  const decorate = createParamDecorator((_data: unknown, context: ExecutionContext) => {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    return options.optional === true && rawBody(request).length === 0 ? validated(dto, {}) : readBody(dto, request);
  })();
  return (target, method, index) => {
    decorate(target, method, index);
    const descriptor = method === undefined ? undefined : Object.getOwnPropertyDescriptor(target, method);
    if (method === undefined || descriptor === undefined) return;
    ApiBody({ schema: dtoSchema(dto), required: options.optional !== true })(target, method, descriptor);
  };
}

export function readBody<T extends object>(dto: Type<T>, request: FastifyRequest): T {
  requireJsonMediaType(request);
  return validated(dto, parseJsonObject(rawBody(request)));
}

/** Values are never converted: `"5"` is no number, `5` is no amount. */
export function validated<T extends object>(dto: Type<T>, plain: Readonly<Record<string, unknown>>): T {
  const instance = plainToInstance(dto, plain, { enableImplicitConversion: false, exposeUnsetFields: false });
  const found = validateSync(instance, {
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    stopAtFirstError: true,
    validationError: { target: false },
  });
  if (found.length > 0) throw refusalOf(found);
  dropNulls(instance);
  return instance;
}

/** `@IsOptional` lets null pass as it lets nothing pass: whoever reads the instance meets one of the two only. */
function dropNulls(value: object): void {
  for (const [name, child] of Object.entries(value) as [string, unknown][]) {
    if (child === null && !Array.isArray(value)) Reflect.deleteProperty(value, name);
    else if (typeof child === 'object' && child !== null) dropNulls(child);
  }
}

function refusalOf(found: readonly ValidationError[]): HttpRefusal {
  const errors = found.flatMap((error) => fieldErrors(error, ''));
  const unknown = errors.find((error) => error.isUnknown);
  const first = unknown ?? errors[0] ?? { field: '', message: 'The body is not valid', isUnknown: false };
  const ordered = [first, ...errors.filter((error) => error !== first)];
  return new HttpRefusal(first.isUnknown ? 'UNKNOWN_FIELD' : 'INVALID_REQUEST', {
    message: first.message,
    field: first.field,
    errors: ordered.map(({ field, message }): FieldError => ({ field, message })),
  });
}

interface FoundError extends FieldError {
  readonly isUnknown: boolean;
}

/** class-validator names the property; a client needs the path: `targets[0].provider`. */
function fieldErrors(error: ValidationError, parent: string): FoundError[] {
  const field = /^\d+$/.test(error.property) ? `${parent}[${error.property}]` : joined(parent, error.property);
  const own = Object.entries(error.constraints ?? {}).map(([rule, message]): FoundError => {
    const isUnknown = rule === UNKNOWN;
    if (isUnknown) return { field, isUnknown, message: `${field} is not a known field` };
    return { field, isUnknown, message: error.value === undefined ? `${field} is required` : message.replace(error.property, field) };
  });
  return [...own, ...(error.children ?? []).flatMap((child) => fieldErrors(child, field))];
}
