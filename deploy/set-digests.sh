#!/usr/bin/env bash
# Writes the digests of a release's images into an overlay, as the registry says them; needs docker buildx, and a login.
#   deploy/set-digests.sh production 1.2.3 111122223333.dkr.ecr.eu-central-1.amazonaws.com
set -euo pipefail
cd "$(dirname "$0")"
overlay=k8s/overlays/${1:?which overlay}/kustomization.yaml version=${2:?which version} registry=${3:?which registry}

for app in collector sink scout api operator; do
  image=$registry/emotide/$app
  digest=$(docker buildx imagetools inspect "$image:$version" --format '{{ .Manifest.Digest }}')
  [[ $digest =~ ^sha256:[0-9a-f]{64}$ ]] || { echo "$image:$version has no digest: $digest" >&2; exit 1; }
  sed -i "\|name: emotide/$app\$|,\|digest:|{s|newName: .*|newName: $image|;s|digest: .*|digest: $digest|}" "$overlay"
  echo "$app $digest"
done
