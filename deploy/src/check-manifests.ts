import { parseAllDocuments } from 'yaml';
import { checkBuiltIns, isBuiltIn } from './check-built-ins';
import { checkPolicy } from './check-policy';
import { checkSettings } from './check-settings';
import { checkCustomResources } from './custom-resources';
import { renderKustomization } from './kubectl';
import type { Manifest } from './manifest';
import type { Problem } from './problem';
import { SourceIndex } from './source-index';

/** All checks of what one overlay comes to. */
export async function checkOverlay(
  overlay: string,
): Promise<{ objects: number; problems: Problem[]; unchecked: string[] }> {
  const sources = new SourceIndex(overlay);
  const manifests = parseAllDocuments(renderKustomization(overlay)).map((one) => one.toJS() as Manifest);
  const builtIns = manifests.filter(({ apiVersion }) => isBuiltIn(apiVersion));
  const others = manifests.filter(({ apiVersion }) => !isBuiltIn(apiVersion));
  const { problems, unchecked } = checkCustomResources(others, sources);
  return {
    objects: manifests.length,
    problems: [
      ...(await checkBuiltIns(builtIns, sources)),
      ...problems,
      ...checkSettings(manifests, sources),
      ...checkPolicy(manifests, sources),
    ],
    unchecked,
  };
}
