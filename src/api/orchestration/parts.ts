import type { CloudRegistry } from '../../orchestration/clouds/types.ts';
import type { Orchestration } from '../../orchestration/types.ts';
import type { ResourceType } from '../../resources/contract.ts';

/** The resource types of this installation. */
export interface TypeCatalog {
  list(): readonly ResourceType[];
  get(type: string): ResourceType | undefined;
}

/**
 * Gets a text by URL, http and https only, within the limits of the operator.
 * Throws DownloadRefused with a message that is fit for the caller.
 */
export type FetchUrl = (url: string) => Promise<string>;

/** A URL could not be got, or what it gives is larger than allowed. */
export class DownloadRefused extends Error {
  override readonly name = 'DownloadRefused';
  readonly tooLarge: boolean;
  constructor(message: string, options: { tooLarge?: boolean } = {}) {
    super(message);
    this.tooLarge = options.tooLarge ?? false;
  }
}

/** What the routes of the orchestration API work with. */
export interface Parts {
  readonly orchestration: Orchestration;
  readonly clouds: CloudRegistry;
  readonly types: TypeCatalog;
  readonly fetchUrl: FetchUrl;
  /** Version of the running code, for `build_info`. */
  readonly revision: string;
}
