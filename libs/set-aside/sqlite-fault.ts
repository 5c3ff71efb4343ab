/** SQLite's extended result code; undefined for any other fault. Goes by shape: faults come from threads too. */
export function faultIn(fault: unknown): number | undefined {
  if (typeof fault !== 'object' || fault === null || !('errcode' in fault)) return undefined;
  return typeof fault.errcode === 'number' ? fault.errcode : undefined;
}
