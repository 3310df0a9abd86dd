interface Claim {
  /** The record that has the object. */
  readonly recordId: string;
  /** It was found, and so may have been made for another. */
  readonly found: boolean;
}

/**
 * The objects that resources at work have found or made, from then until that is stored. Without it two that look for an object at the
 * same time would take the same one.
 */
export class Claims {
  /** By the object's id. */
  readonly #claims = new Map<string, Claim>();

  /**
   * Takes an object that was found; false where another record has it, here or in the store, which `storedHolder` asks for the record
   * that holds it.
   */
  async take(objectId: string, recordId: string, storedHolder: () => Promise<string | undefined>): Promise<boolean> {
    const claim = this.#claims.get(objectId);
    if (claim !== undefined) return claim.recordId === recordId;
    this.#claims.set(objectId, { recordId, found: true });
    const holder = await storedHolder();
    if (holder === undefined || holder === recordId) return true;
    this.#claims.delete(objectId);
    return false;
  }

  /** Keeps an object that was made; false where another record has found and taken it before its maker had the answer. */
  keep(objectId: string, recordId: string): boolean {
    const claim = this.#claims.get(objectId);
    if (claim?.found === true && claim.recordId !== recordId) return false;
    // Objects of some types go by the id of another object, which several may share.
    if (claim === undefined) this.#claims.set(objectId, { recordId, found: false });
    return true;
  }

  /** Gives back what was taken for a record: it is stored by now, or not wanted any more. */
  release(recordId: string): void {
    for (const [objectId, claim] of this.#claims) if (claim.recordId === recordId) this.#claims.delete(objectId);
  }
}
