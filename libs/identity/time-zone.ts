/** A name of the IANA time zone database, as ECMA-402 knows it. Offsets (`+02:00`) are refused: months need a zone's rules. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
