/** RFC 9457, as the API refuses everything outside `/v1`. */
export interface Problem {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail?: string;
  readonly field?: string;
  readonly errors?: readonly { readonly field: string; readonly message: string }[];
  readonly request_id?: string;
}

/** The API refused, and said why in the person's language. */
export class Refused extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail ?? problem.title);
  }

  get code(): string {
    return this.problem.code;
  }

  /** What is wrong with this field, where the refusal is about it. */
  of(field: string): string | undefined {
    return this.problem.errors?.find((each) => each.field === field)?.message ?? (this.problem.field === field ? this.message : undefined);
  }
}

/** No answer came: the gateway is away, or says that it cannot serve now. The bar under the header says so; nothing is known of the call. */
export class Away extends Error {}

/** A person chose not to sign in or to show a factor again: the call was not made. */
export class Declined extends Error {}

/** Undefined where the answer is none of our refusals. */
export async function problemOf(response: Response): Promise<Problem | undefined> {
  if (response.ok) return undefined;
  const told = (await response
    .clone()
    .json()
    .catch(() => undefined)) as Partial<Problem> | undefined;
  return { title: response.statusText, code: 'unknown', ...told, status: response.status };
}
