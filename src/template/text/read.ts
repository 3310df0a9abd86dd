import { load, type LoadOptions, YAMLException } from 'js-yaml';
import { parseJson } from '../../expressions/json.ts';
import { isMap, type Value, type ValueMap } from '../../expressions/values.ts';
import { problem, type Problem } from '../problems.ts';
import type { TextLimits } from './limits.ts';
import { measure } from './measure.ts';
import { PYYAML_SCHEMA } from './yaml-schema.ts';

/** How the text is called in messages. */
export interface TextKind {
  /** `template` or `environment`. */
  readonly what: 'template' | 'environment';
  readonly file?: string;
}

export type ReadResult = { readonly value: ValueMap } | { readonly problem: Problem };

/**
 * Reads JSON (tried first, as Heat does) or YAML into a map. Duplicate keys: the last wins; keys that are no text become what
 * Python's JSON makes of them. Never throws.
 */
export function readText(text: string, limits: TextLimits, kind: TextKind): ReadResult {
  const file = kind.file === undefined ? {} : { file: kind.file };
  if (text.length > limits.size && Array.from(text).length > limits.size) {
    const message = `Request limit exceeded: Template size (${Array.from(text).length} bytes) exceeds maximum allowed size (${limits.size} bytes).`;
    return { problem: problem('RequestLimitExceeded', message, [], file) };
  }
  try {
    return checked(parse(text, limits), limits, kind);
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const at = error.mark;
    const where = at ? { line: at.line + 1, column: at.column + 1 } : {};
    const place = at ? `, line ${at.line + 1}, column ${at.column + 1}` : '';
    return { problem: { ...invalid(kind, `${error.reason}${place}`), ...where } };
  }
}

/** The text of a file or body; a problem where the bytes are no UTF-8. */
export function decodeUtf8(bytes: Uint8Array, kind: TextKind): string | Problem {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return invalid(kind, 'the text is not valid UTF-8');
  }
}

/** Checks a value that came parsed: its size when written out, and that it is a map. */
export function readValue(value: Value, limits: TextLimits, kind: TextKind): ReadResult {
  return checked(value, limits, kind);
}

function parse(text: string, limits: TextLimits): Value {
  if (/^\s*\{/.test(text) && !nestsDeeper(text, limits.depth)) {
    try {
      return parseJson(text);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
    }
  }
  // The type declarations do not know the two bounds yet.
  const options: LoadOptions & { maxDepth: number; maxTotalMergeKeys: number } = {
    schema: PYYAML_SCHEMA,
    json: true,
    maxDepth: limits.depth + 1,
    maxTotalMergeKeys: limits.nodes,
  };
  const loaded = load(text, options);
  return (loaded as Value | undefined) ?? {};
}

/** True when brackets outside of JSON strings nest deeper than `depth`; parsing such a text could exhaust the stack. */
function nestsDeeper(text: string, depth: number): boolean {
  let level = 0;
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (quoted) {
      if (code === 0x5c) i++;
      else if (code === 0x22) quoted = false;
    } else if (code === 0x22) quoted = true;
    else if (code === 0x7b || code === 0x5b) {
      if (++level > depth) return true;
    } else if (code === 0x7d || code === 0x5d) level--;
  }
  return false;
}

function checked(value: Value, limits: TextLimits, kind: TextKind): ReadResult {
  if (!isMap(value)) {
    const message =
      kind.what === 'template'
        ? `${prefix(kind)}The template is not a JSON object or YAML mapping.`
        : `${prefix(kind)}The environment is not a valid YAML mapping data type.`;
    return { problem: problem('HTTPBadRequest', message, [], kind.file === undefined ? {} : { file: kind.file }) };
  }
  const size = measure(value, limits.depth);
  if (size === undefined) return { problem: invalid(kind, 'a part of it contains itself') };
  if (size.nodes > limits.nodes)
    return { problem: invalid(kind, `it holds more than ${limits.nodes} values when its aliases are written out`) };
  if (size.depth > limits.depth) return { problem: invalid(kind, `it nests deeper than ${limits.depth} levels`) };
  return { value };
}

/** How Heat's API begins what it says of the text of a request. */
function prefix({ what, file }: TextKind): string {
  if (file !== undefined) return '';
  return what === 'template' ? 'Template not in valid format: ' : 'Environment not in valid format: ';
}

function invalid(kind: TextKind, reason: string): Problem {
  const message = kind.what === 'template' ? `Error parsing template ${kind.file ?? '[root stack]'} ${reason}` : reason;
  const file = kind.file === undefined ? {} : { file: kind.file };
  return problem('HTTPBadRequest', `${prefix(kind)}${message}`, [], file);
}
