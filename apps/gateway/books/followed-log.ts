/** What others have written acts here, as long as the log can be followed. Where nobody else writes there is nothing to follow. */
export class FollowedLog {
  constructor(private readonly follower: { readonly behindMs: number } | undefined) {}

  /** For how long what others have written may not be known here. */
  get behindMs(): number {
    return this.follower?.behindMs ?? 0;
  }
}
