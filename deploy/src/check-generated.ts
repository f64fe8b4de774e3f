import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GENERATED } from './generated-files';
import { deployRoot, type Problem } from './problem';

/** Generated files that are not what the code makes now. */
export function findStale(directory = deployRoot): Problem[] {
  return Object.entries(GENERATED).flatMap(([path, render]) => {
    const file = join(directory, path);
    const wanted = render().split('\n');
    const found = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
    const at = wanted.findIndex((line, index) => line !== found[index]);
    return at < 0 && wanted.length === found.length
      ? []
      : [
          {
            file,
            line: (at < 0 ? wanted.length : at) + 1,
            message: 'is not what the code makes: npm run deploy:generate',
          },
        ];
  });
}
