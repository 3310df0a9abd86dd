/** What the operator says about leaving the certificates of a cloud unverified. */
export interface InsecureRules {
  /** Whether `insecure` may be asked for at all. */
  readonly allowInsecure: boolean;
  /** Whether one of these roles in the project may ask for it (policy `clouds:insecure`). */
  readonly mayBeInsecure: (projectId: string, roles: readonly string[]) => boolean;
}

/** Who forbids `insecure` to these roles, in a sentence; undefined where it is allowed. */
export function insecureRefusal(
  { allowInsecure, mayBeInsecure }: InsecureRules,
  projectId: string,
  roles: readonly string[],
): string | undefined {
  if (!allowInsecure) return 'The operator of this service does not allow `insecure`';
  if (!mayBeInsecure(projectId, roles)) return 'The policy of this service (clouds:insecure) does not allow `insecure`';
  return undefined;
}
