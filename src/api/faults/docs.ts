import { FAULTS, STATUS_TEXTS } from './catalogue.ts';

const HEAD = `# Errors

Made from the catalogue in \`src/api/faults/catalogue.ts\`; \`node src/api/faults/write-docs.ts\` writes it anew.

Every refusal has this shape, which is Heat's:

\`\`\`json
{
  "code": 400,
  "title": "Bad Request",
  "explanation": "The server could not comply with the request since it is either malformed or otherwise incorrect.",
  "error": { "type": "StackValidationFailed", "message": "what went wrong, and where", "traceback": null }
}
\`\`\`

Where a template was refused, \`error.problems\` lists everything that is wrong with it: each with \`severity\`, \`type\`, \`message\`
and \`path\`, and, where known, \`file\`, \`line\`, \`column\` (both from 1), \`expected\` and \`suggestion\`. A missing or bad token is
answered as the middleware of Keystone answers it: \`{"error": {"code": 401, "title": "Unauthorized", "message": …}}\`.

Every answer has the header \`X-OpenStack-Request-ID\`; the log of the service has the same id.
`;

/** The page `docs/errors.md`. */
export function errorsPage(): string {
  const statuses = [...new Set(FAULTS.map((fault) => fault.status))].sort((a, b) => a - b);
  const sections = statuses.map((status) => {
    const rows = FAULTS.filter((fault) => fault.status === status).map(
      ({ type, when, remedy }) => `| \`${type}\` | ${when} | ${remedy} |`,
    );
    return `\n## ${status} ${STATUS_TEXTS[status]!.title}\n\n| Class | When | What to do |\n| --- | --- | --- |\n${rows.join('\n')}\n`;
  });
  return HEAD + sections.join('');
}
