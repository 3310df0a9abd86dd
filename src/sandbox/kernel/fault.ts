/** What a {@link Fault} can carry beside its status and message. */
export interface FaultDetails {
  /** The service's own class of the error: `NetworkNotFound`, `itemNotFound`. */
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A refusal by a service. Each service writes it in its own shape (see {@link ServiceOptions.fault}). */
export class Fault extends Error {
  readonly status: number;
  readonly type: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  constructor(status: number, message: string, details: FaultDetails = {}) {
    super(message);
    this.name = 'Fault';
    this.status = status;
    this.type = details.type;
    this.headers = details.headers ?? {};
  }
}

const TITLES: Readonly<Record<number, string>> = {
  300: 'Multiple Choices',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  406: 'Not Acceptable',
  409: 'Conflict',
  410: 'Gone',
  413: 'Request Entity Too Large',
  415: 'Unsupported Media Type',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  501: 'Not Implemented',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};

/** The reason phrase of an HTTP status, as error bodies repeat it. */
export function statusTitle(status: number): string {
  return TITLES[status] ?? 'Error';
}

/** WebOb's page for an error, which several services send; `detail` comes after the first sentence. */
export function htmlFault(status: number, message: string, detail = ''): string {
  const title = `${status} ${statusTitle(status)}`;
  const head = `<html>\n <head>\n  <title>${title}</title>\n </head>\n`;
  const lines = `  ${escapeHtml(message)}<br /><br />\n${escapeHtml(detail)}`;
  return `${head} <body>\n  <h1>${title}</h1>\n${lines}\n\n\n </body>\n</html>`;
}

function escapeHtml(text: string): string {
  const plain = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return plain.replaceAll("'", '&#x27;').replaceAll('"', '&quot;');
}
