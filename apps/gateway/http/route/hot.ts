import type { INestApplicationContext, Type } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { bodyLimitOf } from './body-limit.js';
import { setOfRoute, settingsOfHandler, type Access } from './route-settings.js';
import { pathsOf } from './route-map.js';

/** A route of POST that is taken before the router: its method makes the `HotRequest` that takes it. */
export const BeforeRouter = (): MethodDecorator => setOfRoute({ isHot: true });

export interface HotHandler<Take> {
  readonly path: string;
  readonly access: Access;
  readonly bodyLimit: number;
  readonly take: Take;
}

/** All of them, of the controllers that Nest has made. */
export function hotHandlers<Take>(app: INestApplicationContext): readonly HotHandler<Take>[] {
  const controllers = [...app.get(ModulesContainer).values()].flatMap((module) => [...module.controllers.values()]);
  return controllers.flatMap(({ metatype, instance }) => handlersOf<Take>(metatype as Type, instance));
}

function handlersOf<Take>(type: Type, controller: object): HotHandler<Take>[] {
  const prototype = type.prototype as Readonly<Record<string, unknown>>;
  return Object.getOwnPropertyNames(prototype).flatMap((name) => {
    const method = prototype[name];
    if (typeof method !== 'function') return [];
    const config = settingsOfHandler(method);
    if (config.isHot !== true) return [];
    const { access } = config;
    if (!access || access.kind === 'anyone') throw new TypeError(`${type.name}.${name} is hot and does not say whose key may take it`);
    const take = method.bind(controller) as Take;
    return pathsOf(type, method).map((path) => ({ path, access, bodyLimit: bodyLimitOf({ config }), take }));
  });
}
