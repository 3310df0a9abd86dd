import { describe, expect, it } from 'vitest';
import { codeOfStatus, errorText as read } from './error-text.ts';

const errorText = (body: string): string | undefined => read(new TextEncoder().encode(body));

const PAGE = (text: string): string => `<html>
 <head><title>404 Not Found</title></head>
 <body>
  <h1>404 Not Found</h1>
  ${text}<br /><br />


 </body>
</html>`;

describe('errorText', () => {
  it.each([
    [
      'nova',
      '{"itemNotFound": {"code": 404, "message": "Instance x could not be found."}}',
      'Instance x could not be found.',
    ],
    [
      'neutron',
      '{"NeutronError": {"type": "T", "message": "Network x could not be found.", "detail": ""}}',
      'Network x could not be found.',
    ],
    ['old neutron', '{"NeutronError": "Network x could not be found."}', 'Network x could not be found.'],
    [
      'keystone',
      '{"error":{"code":403,"message":"You are not authorized.","title":"Forbidden"}}',
      'You are not authorized.',
    ],
    [
      'barbican',
      '{"code": 404, "title": "Not Found", "description": "Provided secret id is invalid."}',
      'Provided secret id is invalid.',
    ],
    [
      'heat',
      '{"code": 403, "title": "Forbidden", "explanation": "E", "error": {"type": "T", "traceback": null, "message": "Access was denied."}}',
      'Access was denied.',
    ],
    [
      'placement',
      '{"errors": [{"status": 403, "title": "Forbidden", "detail": "Policy does not allow it."}]}',
      'Policy does not allow it.',
    ],
    ['octavia', '{"faultcode": "Client", "faultstring": "Invalid input.", "debuginfo": null}', 'Invalid input.'],
    ['manila', '{"overLimit": {"code": 413, "message": "Too many.", "retryAfter": "0"}}', 'Too many.'],
    [
      'oauth',
      '{"error": "invalid_grant", "error_description": "Invalid user credentials"}',
      'Invalid user credentials',
    ],
    ['glance', PAGE('Provided object does not match: &#x27;x&#x27; &lt;1'), "Provided object does not match: 'x' <1"],
    [
      'glance in JSON',
      '{"message": "No image found with ID x<br /><br />\\n\\n", "code": "404 Not Found"}',
      'No image found with ID x',
    ],
    ['an empty page', PAGE(''), '404 Not Found'],
    ['plain text', 'upstream connect error', 'upstream connect error'],
    ['broken JSON', '{"error": ', '{"error":'],
  ])('finds the sentence of %s', (_service, body, sentence) => {
    expect(errorText(body)).toBe(sentence);
  });

  it('has none for nothing', () => {
    expect(errorText(' ')).toBeUndefined();
    expect(errorText('{}')).toBeUndefined();
    expect(errorText('[]')).toBeUndefined();
  });

  it('shows nothing that a terminal acts on', () => {
    expect(errorText('{"message": "a\\u001b[2Jb\\ud800\\nc"}')).toBe('a\ufffd[2Jb\ufffd\nc');
  });

  // Each would take hours where the time grows with the square of the length.
  it.each(['<', '<a', '<h1', '<h1>', '<body', '<script>', '<html><script', '&', '<br ', '{"a":'])(
    'is quick with a page of nothing but %s',
    (part) => {
      expect(errorText(part.repeat(2_000_000))?.length ?? 0).toBeLessThan(2_100);
    },
  );

  it('bounds what a hostile service writes', () => {
    expect(errorText('x'.repeat(100_000))!.length).toBeLessThan(2_100);
    expect(errorText(`${'{"a":'.repeat(50)}"deep"${'}'.repeat(50)}`)).toBeUndefined();
  });
});

describe('codeOfStatus', () => {
  it.each([
    [400, '', 'BadRequest'],
    [401, '', 'Unauthorized'],
    [403, 'Policy does not allow it', 'Forbidden'],
    [403, 'Quota exceeded for cores: Requested 8, but already used 0 of 4 cores', 'OverLimit'],
    [404, '', 'NotFound'],
    [410, '', 'NotFound'],
    [409, 'Port is in use', 'Conflict'],
    [409, "Quota exceeded for resources: ['network'].", 'OverLimit'],
    [413, '', 'OverLimit'],
    [429, '', 'OverLimit'],
    [500, '', 'ServerError'],
    [503, '', 'ServerError'],
    [302, '', 'UnexpectedAnswer'],
  ])('%i %s is %s', (status, text, code) => {
    expect(codeOfStatus(status, text)).toBe(code);
  });
});
