#!/usr/bin/env bash
# Runs a bundle as its image would, where there is no engine: alone with Node on a read-only root, as user 65532, without
# capabilities and without a way to get any. Needs root and util-linux.
#   deploy/docker/run-like-image.sh /path/to/node dist/collector.mjs [more bundles, beside the first] [-- arguments]
set -euo pipefail
node=$(readlink -f "${1:?path of node}")
shift
bundles=()
while [ $# -gt 0 ] && [ "$1" != -- ]; do
  bundles+=("$(readlink -f "$1")")
  shift
done
[ "${1:-}" = -- ] && shift
export IMAGE_NODE=$node IMAGE_BUNDLES="${bundles[*]}"

# The mounts are this process's own: they are gone with it. Nothing forks, so signals reach Node itself.
exec unshare --mount --propagation private -- bash -euo pipefail -c '
  root=/run/emotide-image
  mkdir -p "$root"
  mount -t tmpfs -o size=16m,mode=0755 tmpfs "$root"
  mkdir -p "$root"/{app,bin,lib,lib64,usr/lib,usr/bin,etc,dev,proc,tmp}
  share() { [ -d "$1" ] || touch "$root$2"; mount --bind "$1" "$root$2"; mount -o remount,bind,ro,nosuid "$root$2"; }
  share /lib /lib
  share /usr/lib /usr/lib
  [ ! -d /lib64 ] || share /lib64 /lib64
  share "$IMAGE_NODE" /bin/node
  share "$(command -v setpriv)" /usr/bin/setpriv
  for bundle in $IMAGE_BUNDLES; do share "$bundle" "/app/$(basename "$bundle")"; done
  for file in hosts resolv.conf; do [ ! -e "/etc/$file" ] || share "/etc/$file" "/etc/$file"; done
  for device in null urandom; do touch "$root/dev/$device"; mount --bind "/dev/$device" "$root/dev/$device"; done
  mount -t proc -o ro,nosuid,nodev,noexec proc "$root/proc"
  main=/app/$(basename "${IMAGE_BUNDLES%% *}")
  # Of this machine, and not there.
  unset IMAGE_NODE IMAGE_BUNDLES NODE_EXTRA_CA_CERTS
  mount -o remount,ro "$root"
  cd "$root"
  exec chroot "$root" /usr/bin/setpriv --reuid 65532 --regid 65532 --clear-groups --bounding-set=-all --inh-caps=-all \
    --no-new-privs /bin/node "$main" "$@"
' run-like-image "$@"
