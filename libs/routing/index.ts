export { maySwitch, type AttemptFailure, type AttemptFault } from './attempts/may-switch.js';
export { modelNotFound, resolveModel } from './plan/resolve-model.js';
export { passesReferences, planRoute, translationTarget, type RoutePlan, type RouteStep } from './plan/route-plan.js';
export { NOTHING_STORED, checkReferences, type StoredAt } from './references/reference-check.js';
export { isRefusal, refuse, type RequestRefusal, type RoutingRefusal } from './refusals/refusal.js';
export { MissingRoutes } from './routes/missing-routes.js';
export { isRouteMissing } from './routes/route-missing.js';
export { upstreamHeaders } from './routes/upstream-headers.js';
export { isAnthropic, understood, upstreamApi, upstreamPath } from './routes/wire-routes.js';
