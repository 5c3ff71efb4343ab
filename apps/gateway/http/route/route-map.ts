import { RequestMethod, type INestApplicationContext, type Type } from '@nestjs/common';
import { ModulesContainer, Reflector } from '@nestjs/core';
import { ACCESS, STEP_UP } from './access.js';
import { DOCUMENTATION, type Documentation } from './documented.js';
import type { Access } from './route-settings.js';
import { RUNS, type Asked } from './runs.js';

/** One route as its decorators describe it. */
export interface RouteFacts {
  readonly method: string;
  /** As the OpenAPI document names it: `/admin/models/{path}`. */
  readonly path: string;
  readonly access: Access | undefined;
  readonly needsStepUp: boolean;
  readonly documentation: Documentation | undefined;
  readonly runs: readonly Asked[];
  /** Class and method that take it. */
  readonly controller: string;
  readonly handler: string;
}

/** Where Nest's own decorators keep path and method; its constants are not a part of its API. */
const PATH = 'path';
const METHOD = 'method';

/** Every route of the application's controllers, in order of path and method. */
export function routeMap(app: INestApplicationContext): readonly RouteFacts[] {
  const reflector = app.get(Reflector);
  const controllers = [...app.get(ModulesContainer).values()].flatMap((module) => [...module.controllers.values()]);
  const types = new Set(controllers.map(({ metatype }) => metatype as Type));
  return [...types].flatMap((type) => routesOf(type, reflector)).sort((a, b) => order(a) - order(b) || compare(a, b));
}

function routesOf(type: Type, reflector: Reflector): RouteFacts[] {
  const prototype = type.prototype as Readonly<Record<string, unknown>>;
  return Object.getOwnPropertyNames(prototype).flatMap((handler) => {
    const method = prototype[handler];
    const verb: unknown = typeof method === 'function' ? Reflect.getMetadata(METHOD, method) : undefined;
    if (typeof method !== 'function' || typeof verb !== 'number') return [];
    const of = <Value>(key: string) => reflector.getAllAndOverride<Value | undefined>(key, [method, type]);
    const facts = {
      method: RequestMethod[verb] ?? '',
      access: of<Access>(ACCESS),
      needsStepUp: of<true>(STEP_UP) === true,
      documentation: of<Documentation>(DOCUMENTATION),
      runs: of<readonly Asked[]>(RUNS) ?? [],
      controller: type.name,
      handler,
    };
    return pathsOf(type, method).map((path) => ({ ...facts, path }));
  });
}

/** Of a controller's method, as the document names them. */
export function pathsOf(type: Type, method: object): readonly string[] {
  const paths = texts(Reflect.getMetadata(PATH, method));
  return texts(Reflect.getMetadata(PATH, type)).flatMap((prefix) => paths.map((path) => documentPath(prefix, path)));
}

const texts = (value: unknown): readonly string[] => (Array.isArray(value) ? (value as string[]) : [String(value)]);

/** `admin/models` and `*` are `/admin/models/{path}`. */
function documentPath(prefix: string, path: string): string {
  const parts = `${prefix}/${path}`.split('/').filter((part) => part !== '');
  return `/${parts.map((part) => (part === '*' ? '{path}' : part.replace(/^:(\w+)$/, '{$1}'))).join('/')}`;
}

const AREAS = ['/v1', '/me', '/admin', '/session', '/webhooks'];
/** What belongs to no area comes last. */
function order({ path }: RouteFacts): number {
  const area = AREAS.findIndex((each) => `${path}/`.startsWith(`${each}/`));
  return area < 0 ? AREAS.length : area;
}

function compare(a: RouteFacts, b: RouteFacts): number {
  const [first, second] = [`${a.path} ${a.method}`, `${b.path} ${b.method}`];
  return first < second ? -1 : 1;
}
