import { MongoServerError } from 'mongodb';

export const DUPLICATE_KEY = 11000;

/** Something with this `_id`, or with this value of a unique index, is there already. */
export const isDuplicate = (error: unknown): boolean => error instanceof MongoServerError && error.code === DUPLICATE_KEY;
