#!/usr/bin/env bash
# Builds the page into the given folder. Does only what changed: `npm ci` when what it installs or Node changed, `vite
# build` when a source changed. Run by Maven at prepare-package; by hand: web/build.sh target/classes/static
set -euo pipefail
cd "$(dirname "$0")"

out=${1:?usage: build.sh OUTPUT_FOLDER}
case $out in /*) ;; *) out=$OLDPWD/$out ;; esac

if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
  echo "The dashboard needs Node 20.19 or newer with npm: install it, or build without the page by -Dskip.web" >&2
  exit 1
fi
if ! node -e 'const [a, b] = process.versions.node.split("."); process.exit(a > 20 || (a == 20 && b >= 19) ? 0 : 1)'; then
  echo "The dashboard needs Node 20.19 or newer, this is $(node -v): update it, or build without the page by -Dskip.web" >&2
  exit 1
fi

hash_of() { sort -z | xargs -0 sha256sum | sha256sum | cut -d' ' -f1; }

install_stamp=node_modules/.installed
installed=$(
  { printf '%s\0' .npmrc package.json package-lock.json client/package.json dashboard/package.json | hash_of; node -v; } | tr '\n' ' '
)
if [ ! -f "$install_stamp" ] || [ "$(cat "$install_stamp")" != "$installed" ]; then
  npm ci --no-progress --loglevel=error
  printf '%s' "$installed" >"$install_stamp"
fi

# Beside the output, so that `mvn clean` takes both.
build_stamp=$(dirname "$out")/../web-built
built=$(find client/src dashboard/src dashboard/public dashboard/index.html dashboard/vite.config.ts tsconfig.base.json \
  -type f -print0 | hash_of)
built="$built $installed $out"
if [ ! -f "$out/index.html" ] || [ ! -f "$build_stamp" ] || [ "$(cat "$build_stamp")" != "$built" ]; then
  # Old hashed files go; what others put beside them stays.
  rm -rf "$out/assets"
  node_modules/.bin/vite build dashboard --outDir "$out" --emptyOutDir=false --logLevel warn
  printf '%s' "$built" >"$build_stamp"
fi
