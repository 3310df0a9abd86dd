import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { problem } from '../../template/index.ts';
import { formatProblems } from './formats.ts';

const file = pathToFileURL('/here/sub/a,b.yaml').href;
const wrong = problem('StackValidationFailed', `100% of ${file} is wrong:\nall`, ['resources', 'a'], {
  file,
  line: 3,
  column: 5,
  suggestion: 'b',
});

describe('formatProblems', () => {
  it('escapes what would end a GitHub command or one of its values', () => {
    expect(formatProblems([wrong], 'github', '/here')).toBe(
      '::error file=sub/a%2Cb.yaml,line=3,col=5::100%25 of sub/a,b.yaml is wrong:%0Aall%0ADid you mean b?\n',
    );
  });

  it('keeps a message on one line of a terminal, and what it holds from steering it', () => {
    const text = formatProblems([{ ...wrong, message: 'a\u001b[2Jb\nc' }], 'text', '/elsewhere');
    expect(text).toBe('/here/sub/a,b.yaml:3:5: error: a [2Jb c\n    at resources.a\n    did you mean b?\n');
  });

  it('counts in JSON', () => {
    const json = JSON.parse(formatProblems([wrong, { ...wrong, severity: 'warning' }], 'json', '/here'));
    expect([json.errors, json.warnings, json.problems[0].file, json.problems[0].column]).toEqual([
      1,
      1,
      'sub/a,b.yaml',
      5,
    ]);
  });

  it('leaves alone what looks like the URL of a file and is none', () => {
    const text = formatProblems([{ ...wrong, message: 'no file://host/x' }], 'text', '/here');
    expect(text).toContain('no file://host/x');
  });
});
