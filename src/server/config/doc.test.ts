import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { configurationPage } from './doc.ts';
import { CONFIG_SCHEMA } from './schema.ts';

describe('docs/configuration.md', () => {
  it('is what the schema makes of it (node src/server/config/write-doc.ts writes it)', () => {
    const page = readFileSync(new URL('../../../docs/configuration.md', import.meta.url), 'utf8');
    expect(page).toBe(configurationPage());
  });

  it('describes every key', () => {
    const undescribed: string[] = [];
    const walk = (schema: z.core.JSONSchema.BaseSchema, path: string): void => {
      if (path !== '' && schema.description === undefined) undescribed.push(path);
      for (const [key, below] of Object.entries(schema.properties ?? {})) {
        if (typeof below === 'object') walk(below, `${path}.${key}`);
      }
    };
    walk(z.toJSONSchema(CONFIG_SCHEMA, { io: 'input' }), '');
    expect(undescribed).toEqual([]);
  });
});
