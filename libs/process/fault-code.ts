/** The `code` of a fault of Node, SQLite, Fastify or ours. Goes by shape: an error from another realm is no `instanceof Error`. */
export function faultCode(fault: unknown): string | undefined {
  if (typeof fault !== 'object' || fault === null || !('code' in fault)) return undefined;
  return typeof fault.code === 'string' ? fault.code : undefined;
}

export function faultMessage(fault: unknown): string {
  if (typeof fault !== 'object' || fault === null || !('message' in fault)) return 'unknown';
  return typeof fault.message === 'string' ? fault.message : 'unknown';
}
