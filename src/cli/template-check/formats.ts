import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Problem } from '../../template/index.ts';
import { printable } from '../progress/printable.ts';

/** How the problems of templates are printed. */
export const FORMATS = ['text', 'json', 'github'] as const;
export type Format = (typeof FORMATS)[number];

/** All problems, as a text to print; empty where there is nothing to say. Files are named as seen from `folder`. */
export function formatProblems(problems: readonly Problem[], format: Format, folder: string): string {
  const shown = problems.map((item) => shorten(item, folder));
  if (format === 'text') return shown.map(asText).join('');
  if (format === 'github') return shown.map(asAnnotation).join('');
  const errors = shown.filter(({ severity }) => severity === 'error').length;
  return `${JSON.stringify({ errors, warnings: shown.length - errors, problems: shown.map(asMap) }, undefined, 2)}\n`;
}

/** With paths in place of the URLs under which files are sent. */
function shorten(item: Problem, folder: string): Problem {
  const short = (url: string): string => {
    try {
      const path = fileURLToPath(url);
      const near = relative(folder, path);
      return near.startsWith('..') ? path : near;
    } catch {
      // What a template says may look like a URL of a file and be none.
      return url;
    }
  };
  const message = item.message.replaceAll(/file:\/\/[^\s"')]+/g, short);
  return { ...item, message, ...(item.file === undefined ? {} : { file: short(item.file) }) };
}

function asText(item: Problem): string {
  const place = [item.file, item.line, item.column].filter((part) => part !== undefined).join(':');
  const more = [
    ...(item.path.length === 0 ? [] : [`at ${item.path.join('.')}`]),
    ...(item.expected === undefined ? [] : [`expected ${item.expected}`]),
    ...(item.suggestion === undefined ? [] : [`did you mean ${item.suggestion}?`]),
  ];
  return [`${place}: ${item.severity}: ${item.message}`, ...more.map((line) => `    ${line}`)]
    .map((line) => `${line.startsWith(' ') ? '    ' : ''}${printable(line).trim()}\n`)
    .join('');
}

function asMap({ severity, type, message, path, file, line, column, expected, suggestion }: Problem): unknown {
  return { severity, type, message, path, file, line, column, expected, suggestion };
}

/** A workflow command of GitHub Actions; what ends a command or a value of it is escaped as its toolkit does. */
function asAnnotation(item: Problem): string {
  const { file, line, column: col, severity, message, suggestion } = item;
  const where = Object.entries({ file, line, col }).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key}=${escapeValue(String(value))}`],
  );
  const text = suggestion === undefined ? message : `${message}\nDid you mean ${suggestion}?`;
  return `::${severity} ${where.join(',')}::${escapeText(text)}\n`;
}

const escapeText = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

const escapeValue = (text: string): string => escapeText(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
