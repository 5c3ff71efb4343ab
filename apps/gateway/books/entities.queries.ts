import { Directory, type DirectoryKind, type DirectoryStates } from '#directory';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';

/** One entity by its id, as of now; undefined where there is none. */
export class FindEntity<Kind extends DirectoryKind> extends Query<DirectoryStates[Kind] | undefined> {
  constructor(
    readonly kind: Kind,
    readonly id: string,
  ) {
    super();
  }
}

@QueryHandler(FindEntity)
export class FindEntityHandler implements IQueryHandler<FindEntity<DirectoryKind>> {
  constructor(private readonly directory: Directory) {}

  execute({ kind, id }: FindEntity<DirectoryKind>): Promise<DirectoryStates[DirectoryKind] | undefined> {
    return Promise.resolve(this.directory.find(kind, id));
  }
}

/** Entities of a kind in order of their ids, behind `after`. */
export class ListEntities<Kind extends DirectoryKind> extends Query<readonly DirectoryStates[Kind][]> {
  constructor(
    readonly kind: Kind,
    readonly limit: number,
    readonly after: string | undefined,
  ) {
    super();
  }
}

@QueryHandler(ListEntities)
export class ListEntitiesHandler implements IQueryHandler<ListEntities<DirectoryKind>> {
  constructor(private readonly directory: Directory) {}

  execute({ kind, limit, after }: ListEntities<DirectoryKind>): Promise<readonly DirectoryStates[DirectoryKind][]> {
    return Promise.resolve(this.directory.list(kind, after === undefined ? { limit } : { limit, after }));
  }
}
