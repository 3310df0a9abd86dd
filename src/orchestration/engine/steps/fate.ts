import { isCloudError, isPassing } from '../../../clouds/errors.ts';
import { own } from '../../../expressions/values.ts';
import { ResourceError } from '../../../resources/contract.ts';
import type { ResourceRecord } from '../../../storage/types.ts';
import { mergeData } from '../context.ts';
import type { Operation } from '../operation.ts';

/** Key in a record's data: its creation failed while nobody knew whether the object had been made. */
const UNSURE = 'creation_unsure';

/** What is known of a request to make an object. */
export class Fate {
  /** The object may be there though its id is not known. */
  isUnsure: boolean;

  constructor(isUnsure: boolean) {
    this.isUnsure = isUnsure;
  }

  /** Sends the request; after a refusal there is no object, and after an answer it is known. */
  async send<T>(request: () => Promise<T>): Promise<T> {
    this.isUnsure = true;
    try {
      const made = await request();
      this.isUnsure = false;
      return made;
    } catch (error) {
      this.isUnsure = !isRefusal(error);
      throw error;
    }
  }
}

/** True where an earlier creation left open whether the object was made. */
export const wasUnsure = ({ data }: ResourceRecord): boolean => own(data, UNSURE) === true;

/** The entry of the data that says that the object is known. */
export const SURE = { [UNSURE]: null };

/** Notes, durably, that a creation failed with its fate unknown: the next one looks for the object first. */
export async function noteFate(operation: Operation, record: ResourceRecord, { isUnsure }: Fate): Promise<void> {
  const isNews = isUnsure !== wasUnsure(record) && record.physicalId === null;
  if (!isNews || operation.halted === 'abandon') return;
  await operation.state.change(record, { data: mergeData(record.data, isUnsure ? { [UNSURE]: true } : SURE) });
}

function isRefusal(error: unknown): boolean {
  return error instanceof ResourceError || (isCloudError(error) && !isPassing(error));
}
