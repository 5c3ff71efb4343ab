import { Ajv, type ValidateFunction } from 'ajv';

type Json = Readonly<Record<string, unknown>>;

interface MediaType {
  readonly schema?: Json;
  readonly example?: unknown;
}

interface Response {
  readonly $ref?: string;
  readonly content?: Readonly<Record<string, MediaType>>;
}

interface Operation {
  readonly operationId: string;
  readonly requestBody?: { readonly content: Readonly<Record<string, MediaType>> };
  readonly responses: Readonly<Record<string, Response>>;
}

/** `/api/openapi.json`, as far as tests read it. */
export interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly responses: Readonly<Record<string, Response>> };
}

/** An answer as its client had it. */
export interface SeenAnswer {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

/** What the document says of answers, and whether an answer is so. */
export class DocumentedAnswers {
  readonly #ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
  readonly #validators = new Map<object, ValidateFunction>();
  readonly #routes: readonly {
    readonly path: string;
    readonly pattern: RegExp;
    readonly operations: Readonly<Record<string, Operation>>;
  }[];

  constructor(private readonly document: OpenApi) {
    // A path of its own comes before one that is made of parameters.
    const paths = Object.entries(document.paths).toSorted(([a], [b]) => a.split('{').length - b.split('{').length);
    this.#routes = paths.map(([path, operations]) => ({
      path,
      pattern: new RegExp(
        `^${path
          .replaceAll('.', '\\.')
          .replaceAll('{path}', '.+')
          .replaceAll(/\{\w+\}/g, '[^/]+')}$`,
      ),
      operations,
    }));
  }

  /** What is not as the document says, in words; undefined where it is, or where no route of the document was asked. */
  difference({ method, path, status, type, text }: SeenAnswer): string | undefined {
    const route = this.#routes.find(({ pattern }) => pattern.test(path));
    const operation = route?.operations[method.toLowerCase()];
    if (!route || !operation) return undefined;
    const said = `${method} ${route.path} (${operation.operationId}) answered ${status}`;
    const response = this.#response(operation, status);
    if (!response) return `${said}, which is not documented`;
    const essence = type.split(';')[0]?.trim() ?? '';
    if (text === '' && response.content === undefined) return undefined;
    const media = response.content?.[essence];
    if (!media) return `${said} as ${essence || 'nothing'}; documented: ${Object.keys(response.content ?? {}).join(', ') || 'nothing'}`;
    if (!essence.endsWith('json')) return undefined;
    const wrong = this.wrongIn(media.schema ?? {}, JSON.parse(text));
    return wrong === undefined ? undefined : `${said}, whose body is not as documented: ${wrong}`;
  }

  /** What of the value is not as the schema says. */
  wrongIn(schema: object, value: unknown): string | undefined {
    let validate = this.#validators.get(schema);
    if (!validate) this.#validators.set(schema, (validate = this.#ajv.compile(schema)));
    if (validate(value)) return undefined;
    const wrong = (validate.errors ?? []).map(
      ({ instancePath, message = '' }) => `body${instancePath.replaceAll(/\/\d+/g, '/*')} ${message}`,
    );
    return [...new Set(wrong)].join(', ');
  }

  #response({ responses }: Operation, status: number): Response | undefined {
    const found = responses[String(status)] ?? responses[`${Math.floor(status / 100)}XX`];
    return found?.$ref === undefined ? found : this.document.components.responses[found.$ref.split('/').at(-1) ?? ''];
  }
}
