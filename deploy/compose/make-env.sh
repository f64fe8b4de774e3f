#!/usr/bin/env bash
# Makes .env of example.env with random secrets, once. Says the passwords of bi and of Grafana, which people need.
set -euo pipefail
cd "$(dirname "$0")"
[ ! -e .env ] || { echo ".env is there already" >&2; exit 2; }
umask 077
secret() { echo "s$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')"; }
sha256() { printf %s "$1" | sha256sum | cut -d' ' -f1; }
app=$(secret) bi=$(secret) backup=$(secret) dictionaries=$(secret) grafana=$(secret)
while IFS= read -r line; do
  case $line in
  NATS_*_PASSWORD=) line+=$(secret) ;;
  CLICKHOUSE_APP_PASSWORD=) line+=$app ;;
  CLICKHOUSE_APP_SHA256=) line+=$(sha256 "$app") ;;
  CLICKHOUSE_BI_SHA256=) line+=$(sha256 "$bi") ;;
  CLICKHOUSE_BACKUP_SHA256=) line+=$(sha256 "$backup") ;;
  CLICKHOUSE_DICTIONARIES_SHA256=) line+=$(sha256 "$dictionaries") ;;
  CLICKHOUSE_DICTIONARIES_PASSWORD=) line+=$dictionaries ;;
  EMOTIDE_USER_KEY=) line+=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n') ;;
  GRAFANA_PASSWORD=) line+=$grafana ;;
  esac
  printf '%s\n' "$line"
done <example.env >.env
echo "bi: $bi"
echo "Grafana, user admin: $grafana"
