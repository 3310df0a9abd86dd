import { Fault } from '../kernel/fault.ts';
import type { Answer } from '../kernel/http.ts';

/** Reasons and explanations as Swift writes them (swift/common/swob.py). */
const PAGES: Readonly<Record<number, readonly [string, string]>> = {
  202: ['Accepted', 'The request is accepted for processing.'],
  400: [
    'Bad Request',
    'The server could not comply with the request since it is either malformed or otherwise incorrect.',
  ],
  401: ['Unauthorized', 'This server could not verify that you are authorized to access the document you requested.'],
  403: ['Forbidden', 'Access was denied to this resource.'],
  404: ['Not Found', 'The resource could not be found.'],
  405: ['Method Not Allowed', 'The method is not allowed for this resource.'],
  406: ['Not Acceptable', 'The resource is not available in a format acceptable to your browser.'],
  409: ['Conflict', 'There was a conflict when trying to complete your request.'],
  411: ['Length Required', 'Content-Length header required.'],
  412: ['Precondition Failed', 'A precondition for this request was not met.'],
  413: ['Request Entity Too Large', 'The body of your request was too large for this server.'],
  416: ['Requested Range Not Satisfiable', 'The Range requested is not available.'],
  422: ['Unprocessable Entity', 'Unable to process the contained instructions'],
  500: ['Internal Error', 'The server has either erred or is incapable of performing the requested operation.'],
  503: ['Service Unavailable', 'The server is currently unavailable. Please try again at a later time.'],
};

/** Swift's own page for a status. */
export function page(status: number): string {
  const [reason, explanation] = PAGES[status] ?? ['Error', ''];
  return `<html><h1>${reason}</h1><p>${explanation}</p></html>`;
}

/** A refusal with nothing to say beyond its status. */
export function refuse(status: number, headers: Readonly<Record<string, string>> = {}): Fault {
  return new Fault(status, '', { headers });
}

/** A refusal in words of its own; most come as plain text. */
export function refuseSaying(status: number, words: string, type: 'plain' | 'html' = 'plain'): Fault {
  return new Fault(status, words, { headers: type === 'plain' ? { 'content-type': 'text/plain' } : {} });
}

/** A refusal as an answer. */
export function refusalAnswer({ status, message }: Fault): Answer {
  return { status, body: message === '' ? page(status) : message };
}

/** What a 401 says of how to come in. */
export function challenge(account: string, baseUrl: string): Readonly<Record<string, string>> {
  return { 'www-authenticate': `Swift realm="${account}", Keystone uri="${baseUrl}/identity/v3"` };
}
