/** Members that were given: class-validator's optional members may come as null, which is as good as absent. */
export function present<Body extends object>(body: Body): { [Member in keyof Body]: NonNullable<Body[Member]> } {
  const given = Object.entries(body).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(given) as { [Member in keyof Body]: NonNullable<Body[Member]> };
}
