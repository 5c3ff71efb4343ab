import type { PricedModel, PricedTarget } from '#catalog';
import type { HoldFunds, PlannedAttempt } from '#ledger';
import { dearestInput, dearestOutput, type Price } from '#money';
import type { WireRequest } from '#wire';

/**
 * What of a plan follows from a model's version alone, looked up by the price object of the version: nothing is told when a model changes, and
 * what belongs to no version any more is collected with it. The pieces are shared by the plans of many requests, so nobody may change them.
 */
interface Pieces {
  readonly model: string;
  readonly priceVersion: string;
  readonly prices: HoldFunds['request']['prices'];
  /** Where a request has nothing besides the base components. */
  readonly dearestInput: bigint;
  readonly dearestOutput: bigint;
  /** Of targets whose limit is the request's. */
  readonly attempts: WeakMap<PricedTarget, PlannedAttempt>;
}

const known = new WeakMap<Price, Pieces>();

function piecesOf({ id, price, priceVersion, recordedPrice }: PricedModel): Pieces {
  let pieces = known.get(price);
  // One price object may serve several versions; they take turns then, and each gets its own.
  if (pieces?.priceVersion !== priceVersion || pieces.model !== id) {
    pieces = {
      model: id,
      priceVersion,
      prices: { [priceVersion]: recordedPrice },
      dearestInput: dearestInput(price, []),
      dearestOutput: dearestOutput(price, []),
      attempts: new WeakMap(),
    };
    known.set(price, pieces);
  }
  return pieces;
}

/** The price versions of the models, as the event of the hold repeats them. */
export function pricesOf(models: readonly PricedModel[]): HoldFunds['request']['prices'] {
  const [only] = models;
  if (only && models.length === 1) return piecesOf(only).prices;
  return Object.fromEntries(models.map((model) => [model.priceVersion, model.recordedPrice]));
}

/** Nanos per million. */
export function dearestOf(model: PricedModel, { details }: WireRequest): { readonly input: bigint; readonly output: bigint } {
  if (details.length > 0) return { input: dearestInput(model.price, details), output: dearestOutput(model.price, details) };
  const pieces = piecesOf(model);
  return { input: pieces.dearestInput, output: pieces.dearestOutput };
}

/** In canonical order: events of requests are written without being sorted. */
export function attemptAt(model: PricedModel, target: PricedTarget): PlannedAttempt {
  const { attempts } = piecesOf(model);
  let attempt = attempts.get(target);
  if (!attempt) {
    attempt = {
      ...(target.cost ? { cost: target.cost } : {}),
      model: model.id,
      price_version: model.priceVersion,
      provider: target.provider,
      upstream_model: target.upstream_model,
    };
    attempts.set(target, attempt);
  }
  return attempt;
}
