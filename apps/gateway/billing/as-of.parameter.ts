/** Of reads that can be asked for any past moment. */
export const AS_OF = {
  name: 'as_of',
  description: 'A moment in RFC 3339, or a day (its beginning, UTC): what had taken effect then, the moment itself included',
  example: '2026-11-23T10:00:00Z',
  schema: { type: 'string' },
};
