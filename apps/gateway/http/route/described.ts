import type * as Swagger from '@nestjs/swagger';

type Decorators = Pick<typeof Swagger, 'ApiBearerAuth' | 'ApiBody' | 'ApiHeader' | 'ApiOperation' | 'ApiQuery' | 'ApiTags'>;
type Decorated = readonly [target: object, key?: string | symbol, descriptor?: TypedPropertyDescriptor<unknown>];

/** What `@nestjs/swagger` has to be told as soon as somebody asks for the document. */
const untold: ((swagger: Decorators) => void)[] = [];

/** The decorator of that name, which waits for its package: to load it takes a seventh of the processor time of a start. */
function late<Name extends keyof Decorators>(name: Name): Decorators[Name] {
  const decorator = (...options: readonly unknown[]) => {
    return (...decorated: Decorated): void => {
      untold.push((swagger) => {
        const decorate = swagger[name] as (...options: readonly unknown[]) => (...decorated: Decorated) => unknown;
        decorate(...options)(...decorated);
      });
    };
  };
  return decorator as unknown as Decorators[Name];
}

export const ApiBearerAuth = late('ApiBearerAuth');
export const ApiBody = late('ApiBody');
export const ApiHeader = late('ApiHeader');
export const ApiOperation = late('ApiOperation');
export const ApiQuery = late('ApiQuery');
export const ApiTags = late('ApiTags');

/** Loads the package, and tells it what classes and handlers were decorated with so far. */
export async function loadSwagger(): Promise<typeof Swagger> {
  const swagger = await import('@nestjs/swagger');
  for (const tell of untold.splice(0)) tell(swagger);
  return swagger;
}
