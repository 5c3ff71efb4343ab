import { SANDBOX_URL } from '#catalog';

/** Where this process finds a provider: the built-in sandbox has another port in each, so none stands in an event. */
export class BaseUrls {
  constructor(private readonly sandboxUrl: string) {}

  resolve(configured: string): string {
    return configured === SANDBOX_URL ? this.sandboxUrl : configured;
  }
}
