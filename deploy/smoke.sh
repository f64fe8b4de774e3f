#!/usr/bin/env bash
# The first look at a cluster, and the last after every release: is everything there, and does a line of chat come to a
# subscriber? Reads only. Needs kubectl with the right context, and curl.
#   deploy/smoke.sh [https://emotide.example.com]
set -uo pipefail
cd "$(dirname "$0")"
public=${1:-}
failed=0
check() { # what, command…
  local what=$1 said
  shift
  if said=$("$@" 2>&1); then echo "✓ $what${said:+: $(tail -1 <<<"$said" | cut -c1-120)}"; else
    echo "✗ $what: $(tail -2 <<<"$said")"
    failed=1
  fi
}
in_emotide() { kubectl -n emotide "$@"; }
in_data() { kubectl -n emotide-data "$@"; }
# Node of a pod of the api, which may speak to its own ports.
in_api() { in_emotide exec -i deploy/api -- node "$@"; }
first_answer() { in_api -e "fetch('http://127.0.0.1:4000/graphql',{method:'POST',headers:{'content-type':'application/json'},body:JSON.stringify({query:'$1'})}).then(r=>r.json()).then(a=>{console.log(JSON.stringify(a));process.exit(a.errors?1:0)})"; }
default_denied() { # Who is not named may not speak to the log.
  ! in_api -e "require('node:net').connect(8222,'nats-headless.emotide-data.svc').on('connect',()=>process.exit(0)).on('error',()=>process.exit(1)).setTimeout(5000,()=>process.exit(1))"
}

check 'streams and tables are declared' in_emotide wait --for=condition=complete job/declare --timeout=600s
check 'NATS: three servers' in_data rollout status statefulset/nats --timeout=300s
check 'ClickHouse: installation is complete' in_data wait --for=jsonpath='{.status.status}'=Completed chi/emotide --timeout=900s
check 'secrets are there' in_emotide wait --for=condition=Ready externalsecret --all --timeout=120s
for app in sink scout api collector; do check "$app is ready" in_emotide rollout status "deployment/$app" --timeout=300s; done
check 'sinks and api are scaled by KEDA' in_emotide wait --for=condition=Ready scaledobject --all --timeout=120s
check 'policies of the network hold' default_denied
check 'a question is answered' first_answer '{ topChannels(window: LAST_5_MINUTES, first: 3) { nodes { channel { login } uses } dataFreshness { watermark lag } } }'
check 'line → subscriber, inside' bash -c 'kubectl -n emotide exec -i deploy/api -- node --input-type=module - ws://127.0.0.1:4000/graphql 120 <smoke-subscriber.mjs'
check 'a backup can be made' bash -c 'kubectl -n emotide-data create job smoke-backup-$(date +%s) --from=cronjob/clickhouse-backup --dry-run=server -o name'
if [ -n "$public" ]; then
  check 'the load balancer answers' curl -fsS --max-time 10 "$public/healthz"
  if [ "$(node -p 'Number(process.versions.node.split(".")[0]) >= 22' 2>/dev/null)" = true ]; then
    check 'line → subscriber, outside' node smoke-subscriber.mjs "${public/http/ws}/graphql" 120
  else echo '– line → subscriber, outside: needs Node 22 here'; fi
fi
[ $failed = 0 ] && echo 'all is well' || echo 'see docs/runbook.md' >&2
exit $failed
