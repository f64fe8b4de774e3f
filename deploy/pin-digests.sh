#!/usr/bin/env bash
# Puts the digest behind the tag of every image that is not ours, in manifests and compose, where a registry can be reached.
# Needs docker buildx. What is pinned already is left alone.
set -euo pipefail
cd "$(dirname "$0")"
files=(k8s/data/*.yaml compose/compose.yaml)
for image in $(grep -hoE 'image: [^ ]+' "${files[@]}" | cut -d' ' -f2 | grep -v -e '^emotide/' -e '@sha256' | sort -u); do
  digest=$(docker buildx imagetools inspect "$image" --format '{{ .Manifest.Digest }}')
  [[ $digest =~ ^sha256:[0-9a-f]{64}$ ]] || { echo "$image has no digest: $digest" >&2; exit 1; }
  sed -i "s|image: $image\$|image: $image@$digest|" "${files[@]}"
  echo "$image@$digest"
done
