/** How often each route was asked, for tests that count requests: key `nova GET /v2.1/servers/detail`. */
export class Traffic {
  readonly #counts = new Map<string, number>();

  count(service: string, method: string, pattern: string): void {
    const key = `${service} ${method} ${pattern}`;
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
  }

  /** How often a route was asked since the last {@link reset}. */
  of(service: string, method: string, pattern: string): number {
    return this.#counts.get(`${service} ${method} ${pattern}`) ?? 0;
  }

  all(): Record<string, number> {
    return Object.fromEntries(this.#counts);
  }

  reset(): void {
    this.#counts.clear();
  }
}
