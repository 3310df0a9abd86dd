/** One figure: what was done and how often, and how long it took, how much was done in a second, or how much memory it took. */
export interface Figure {
  readonly name: string;
  readonly units: number;
  readonly seconds?: number;
  readonly perSecond?: number;
  readonly megabytes?: number;
}

/** What is told as soon as it is known. */
export type Tell = (figure: Figure) => void;
