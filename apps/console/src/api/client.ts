import createClient, { type Client } from 'openapi-fetch';
import { API_PATH, API_URL } from './base.js';
import { consoleFetch } from './fetch.js';
import { Refused, problemOf } from './problem.js';
import type { paths } from './schema.js';

export type Api = Client<paths>;

const make = (headers: Readonly<Record<string, string>>): Api => createClient<paths>({ baseUrl: API_URL, fetch: consoleFetch, headers });

/** What is about no customer. */
export const api: Api = make({});
const clients = new Map<string, Api>();

/** What is about one customer of those that the person is a member of. */
export function apiOf(customer: string): Api {
  const client = clients.get(customer) ?? make({ 'x-tokenok-customer': customer });
  clients.set(customer, client);
  return client;
}

/** The body of a success, typed; throws `Refused` for anything else. `await told(api.GET('/me/balance'))`. */
export async function told<Data>(
  asked: Promise<{ readonly data?: Data; readonly error?: unknown; readonly response: Response }>,
): Promise<Data> {
  const { data, error, response } = await asked;
  if (response.ok) return data as Data;
  throw new Refused({ title: response.statusText, code: 'unknown', ...(error as object | undefined), status: response.status });
}

/** For what the document does not describe yet: the same rules, the type by hand. Undefined for an answer without a body. */
export async function ask<Data>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Data> {
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  const type: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' };
  const response = await consoleFetch(new Request(API_PATH + path, { method, headers: { ...type, ...headers }, ...sent }));
  const problem = await problemOf(response);
  if (problem) throw new Refused(problem);
  return (response.status === 204 ? undefined : await response.json().catch(() => undefined)) as Data;
}
