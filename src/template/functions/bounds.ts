import { valueError } from '../resolve-error.ts';

/** What one function may make at most; without it a short template could ask for more than there is memory. */
const MAX_TEXT = 16 * 1024 * 1024;
const MAX_ITEMS = 200_000;

/** Throws where a text would be longer than a function may make it. */
export function boundText(length: number, name: string): void {
  if (length > MAX_TEXT) throw valueError(`"${name}" would make a text of more than ${MAX_TEXT} characters`);
}

/** Throws where a list would be longer than a function may make it. */
export function boundItems(count: number, name: string): void {
  if (count > MAX_ITEMS) throw valueError(`"${name}" would make more than ${MAX_ITEMS} items`);
}
