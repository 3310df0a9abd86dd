import type { ChangesView, PreviewResource, PreviewView } from '../../../orchestration/types.ts';
import { rawResourceBody } from './resource.ts';
import { commonBody, outputsOf } from './stack.ts';

/** The stack that a create would make. */
export function previewBody(base: string, preview: PreviewView) {
  return { ...commonBody(base, preview), ...outputsOf(preview), resources: preview.resources.map(previewResource) };
}

/** The changes that an update would make. */
export function changesBody({ unchanged, updated, replaced, added, deleted }: ChangesView) {
  return {
    unchanged: unchanged.map(rawResourceBody),
    updated: updated.map(rawResourceBody),
    replaced: replaced.map(rawResourceBody),
    added: added.map(rawResourceBody),
    deleted: deleted.map(rawResourceBody),
  };
}

function previewResource(resource: PreviewResource): unknown {
  return isNested(resource) ? resource.map(previewResource) : rawResourceBody(resource);
}

function isNested(resource: PreviewResource): resource is readonly PreviewResource[] {
  return Array.isArray(resource);
}
