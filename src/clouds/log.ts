/** What is told of each answer, or lack of one, of a cloud. Holds no header and no body. */
export interface CloudLogEntry {
  readonly cloud: string;
  readonly service: string;
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  /** How many times the request has been sent. */
  readonly sent: number;
  readonly ms: number;
  readonly status?: number;
  readonly requestId?: string | undefined;
  /** Why no answer came. */
  readonly failure?: string;
}

export type CloudLog = (entry: CloudLogEntry) => void;
