/** Where a backup goes, or comes from. */
export type BackupPlace =
  /** A folder of the server's disk for backups. */
  | { readonly type: 'disk'; readonly name: string }
  /** A prefix of a bucket. The key is the server's own (instance or pod identity), so that none is in a statement. */
  | { readonly type: 's3'; readonly url: string };

export interface BackupStatement {
  readonly place: BackupPlace;
  /** Name of the cluster, where each shard writes its part. */
  readonly cluster?: string;
  /** The backup that this one builds on: only what is new since is written. */
  readonly base?: BackupPlace;
}

/** Databases of the product; a cluster's backup takes them whole. */
const DATABASES = 'DATABASE emotide, DATABASE bi';

/**
 * The statement by which a cluster's warehouse is copied to a bucket, for a job beside it: see docs/operations.md.
 *
 * @throws RangeError when a name or an address can't be part of a statement
 */
export function renderBackup({ place, cluster, base }: BackupStatement): string {
  const settings = base === undefined ? '' : ` SETTINGS base_backup = ${renderPlace(base)}`;
  return `BACKUP ${DATABASES}${onCluster(cluster)} TO ${renderPlace(place)}${settings}`;
}

/** The statement that brings it back, into a warehouse without these databases. @throws RangeError as above */
export function renderRestore({ place, cluster }: Omit<BackupStatement, 'base'>): string {
  return `RESTORE ${DATABASES}${onCluster(cluster)} FROM ${renderPlace(place)}`;
}

export function renderPlace(place: BackupPlace): string {
  switch (place.type) {
    case 'disk':
      if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,120}$/.test(place.name))
        throw new RangeError(`no name of a backup: ${JSON.stringify(place.name)}`);
      return `Disk('backups', '${place.name}')`;
    case 's3':
      if (!/^https:\/\/[A-Za-z0-9.-]+(:\d+)?(\/[A-Za-z0-9._-]+)+\/?$/.test(place.url))
        throw new RangeError(`no address of a bucket: ${JSON.stringify(place.url)}`);
      return `S3('${place.url}')`;
  }
}

function onCluster(cluster: string | undefined): string {
  if (cluster === undefined) return '';
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(cluster)) throw new RangeError('no name of a cluster');
  return ` ON CLUSTER '${cluster}'`;
}
