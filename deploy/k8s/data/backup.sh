# The statements are those of renderBackup (libs/store), which a test compares.
today=$(date -u +%Y-%m-%d)
sunday=$(date -u -d "$today -$(date -u +%w) days" +%Y-%m-%d)
statement="BACKUP DATABASE emotide, DATABASE bi ON CLUSTER 'emotide' TO S3('$BACKUP_URL/$today')"
if [ "$today" != "$sunday" ]; then
  statement="$statement SETTINGS base_backup = S3('$BACKUP_URL/$sunday')"
fi
if [ "${1:-}" = --print ]; then
  echo "$statement"
  exit 0
fi
# The password comes by CLICKHOUSE_PASSWORD, which the client reads itself.
exec clickhouse-client --config-file /scripts/client.xml --host clickhouse-emotide --secure --user backup --query "$statement"
