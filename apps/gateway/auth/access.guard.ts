import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { accessOf } from '../http/route/access.js';

/** A route that does not say who may take it is a fault, so that no controller can forget it. The gate has done the rest before the body was read. */
@Injectable()
export class AccessGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    if (accessOf(context)) return true;
    throw new TypeError(`${context.getClass().name}.${context.getHandler().name} does not say who may take it`);
  }
}
