import type { Route } from '../http/route.ts';
import { actionRoutes } from './actions.ts';
import { cloudRoutes } from './clouds.ts';
import { eventRoutes } from './events.ts';
import { installationRoutes } from './installation.ts';
import { lookupRoutes } from './lookups.ts';
import type { Parts } from './parts.ts';
import { resourceTypeRoutes } from './resource-types.ts';
import { resourceRoutes } from './resources.ts';
import { stackListRoutes } from './stack-list.ts';
import { stackPartRoutes } from './stack-parts.ts';
import { stackRoutes } from './stacks.ts';
import { templateVersionRoutes } from './template-versions.ts';
import { validateRoutes } from './validate.ts';

/** Every route of Heat's orchestration API that this service answers, and those of its own. */
export function orchestrationRoutes(parts: Parts): Route[] {
  return [
    ...stackListRoutes(parts),
    ...stackRoutes(parts),
    ...stackPartRoutes(parts),
    ...lookupRoutes(parts),
    ...actionRoutes(parts),
    ...resourceRoutes(parts),
    ...eventRoutes(parts),
    ...validateRoutes(parts),
    ...resourceTypeRoutes(parts),
    ...templateVersionRoutes(),
    ...installationRoutes(parts),
    ...cloudRoutes(parts),
  ];
}
