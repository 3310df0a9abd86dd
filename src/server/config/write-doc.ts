import { writeFileSync } from 'node:fs';
import { configurationPage } from './doc.ts';

writeFileSync(new URL('../../../docs/configuration.md', import.meta.url), configurationPage());
