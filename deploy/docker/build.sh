#!/usr/bin/env bash
# Builds and pushes every image, for both architectures, with SBOM and provenance; prints their digests.
#   deploy/docker/build.sh 1.2.3 111122223333.dkr.ecr.eu-central-1.amazonaws.com
set -euo pipefail
cd "$(dirname "$0")/../.."
told=$(mktemp -d)
trap 'rm -rf "$told"' EXIT
version=${1:?which version, as 1.2.3} registry=${2:?which registry}

build() { # target, name, further arguments
  local target=$1 name=$2
  shift 2
  docker buildx build -f deploy/docker/node.Dockerfile --target "$target" "$@" \
    --platform linux/amd64,linux/arm64 --sbom=true --provenance=mode=max \
    --metadata-file "$told/$name.json" -t "$registry/emotide/$name:$version" --push .
  echo "$name $(grep -o '"containerimage.digest": *"[^"]*"' "$told/$name.json" | grep -o 'sha256:[0-9a-f]*')"
}
for app in collector sink scout; do build service "$app" --build-arg "APP=$app"; done
build api api --build-arg APP=api
build operator operator
echo "now: deploy/set-digests.sh <overlay> $version $registry" >&2
