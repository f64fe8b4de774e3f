import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { findStale } from './check-generated';
import { GENERATED } from './generated-files';
import { deployRoot } from './problem';

for (const { file } of findStale()) {
  const path = relative(deployRoot, file);
  writeFileSync(file, GENERATED[path]!());
  process.stdout.write(`wrote deploy/${path}\n`);
}
