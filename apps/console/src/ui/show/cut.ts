/** The middle cut out: `account-…pkr-2026-11`. The whole stands in the title and in the copy. */
export function cutMiddle(text: string, most: number): string {
  const characters = [...text];
  if (characters.length <= most) return text;
  const head = Math.max(1, Math.floor((most - 1) * 0.4));
  const tail = Math.max(1, most - 1 - head);
  return `${characters.slice(0, head).join('')}…${characters.slice(-tail).join('')}`;
}
