import type { Context } from '../../resources/contract.ts';
import type { Vault } from '../../storage/types.ts';

/** What a resource seals: bound to its stack and name, so that a sealed text is of no use anywhere else. */
export function resourceSecrets(vault: Vault, stackId: string, resourceName: string): Context['secrets'] {
  const place = `resource/${stackId}/${resourceName}`;
  return { seal: (text) => vault.seal(text, place), unseal: (sealed) => vault.unseal(sealed, place) };
}
