import type { TypeCatalog } from '../api/orchestration/parts.ts';
import type { TypeSource } from '../orchestration/model/resolve-type.ts';
import { ResourceTypes } from '../resources/catalog.ts';
import { resourceTypes } from '../resources/index.ts';
import { resourceTypeView } from '../resources/schema-view.ts';
import { generateTemplate } from '../template/index.ts';

/** Every resource type there is, as the engine and the API look at them. */
export function resourceTypeCatalog(): TypeCatalog & TypeSource {
  const types = new ResourceTypes(resourceTypes);
  return {
    get: (type) => types.get(type),
    names: () => types.names(),
    list: () => types.list(),
    schema: (type) => resourceTypeView(type),
    template: (type, language) => generateTemplate(type, language),
  };
}
