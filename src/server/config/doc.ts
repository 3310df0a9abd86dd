import { z } from 'zod';
import { CONFIG_SCHEMA } from './schema.ts';

interface JsonSchema {
  readonly description?: string;
  readonly type?: string;
  readonly default?: unknown;
  readonly enum?: readonly string[];
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly required?: readonly string[];
}

const HEAD = `# Configuration

\`isotherm serve --config isotherm.yaml\` reads one YAML file. A key that is not listed here is refused, and so is a value that makes no
sense; the message names the file and the key. Relative paths are taken from the folder of the file. \`isotherm setup\` prints a file to
start with.

The least that is needed:

\`\`\`yaml
home:
  auth_url: https://keystone.example.org:5000/v3
  auth:
    username: isotherm
    user_domain_name: Default
    project_name: service
    project_domain_name: Default
  password_file: /etc/isotherm/password
\`\`\`
`;

/** The reference page of the configuration, made from its schema. */
export function configurationPage(): string {
  const schema = z.toJSONSchema(CONFIG_SCHEMA, { io: 'input' }) as JsonSchema;
  const keys = Object.entries(schema.properties ?? {});
  const single = keys.filter(([, { properties }]) => properties === undefined);
  const sections = keys.filter(([, { properties }]) => properties !== undefined);
  return [
    HEAD,
    ...sections.map(
      ([name, section]) =>
        `## ${name}\n\n${section.description ?? ''}\n\n${table(Object.entries(section.properties ?? {}))}`,
    ),
    `## At the top\n\n${table(single)}`,
  ].join('\n');
}

function table(rows: readonly [string, JsonSchema][]): string {
  const lines = rows.map(
    ([name, schema]) =>
      `| \`${name}\` | ${kindOf(schema)} | ${defaultOf(schema)} | ${escape(schema.description ?? '')} |`,
  );
  return `| Key | Value | Default | |\n| --- | --- | --- | --- |\n${lines.join('\n')}\n`;
}

function kindOf({ type, enum: values, items, anyOf, additionalProperties }: JsonSchema): string {
  if (values !== undefined) return values.map((value) => `\`${value}\``).join(', ');
  if (anyOf !== undefined) return anyOf.map(kindOf).join(' or ');
  if (type === 'array') return `list of ${items === undefined ? 'anything' : kindOf(items)}s`;
  if (type === 'object') return typeof additionalProperties === 'object' ? 'map' : 'section';
  return (
    { string: 'text', integer: 'whole number', number: 'number', boolean: 'true or false' }[type ?? ''] ?? 'anything'
  );
}

function defaultOf({ default: value }: JsonSchema): string {
  return value === undefined ? '' : `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;
}

function escape(text: string): string {
  return text.replaceAll('|', '\\|');
}
