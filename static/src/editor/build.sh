#!/bin/sh
# Bundles the editor into static/vendor/. See README.md.
# Works in a scratch directory, so that no node_modules ever lies where collectstatic would find it.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
version=$(sed -n 's/.*"version": "\(.*\)".*/\1/p' "$here/package.json")
out="$here/../../vendor/codemirror-orgsim-$version"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$here/package.json" "$here/package-lock.json" "$here/.npmrc" "$here/index.js" "$work"
cd "$work"
npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
mkdir -p "$out"
node_modules/.bin/esbuild index.js --bundle --minify --format=iife --global-name=CodeMirror --target=es2022 \
  --legal-comments=none --log-level=warning --outfile="$out/codemirror-orgsim.min.js"
for licence in node_modules/@codemirror/*/LICENSE node_modules/@lezer/*/LICENSE node_modules/@marijn/*/LICENSE \
  node_modules/crelt/LICENSE node_modules/style-mod/LICENSE node_modules/w3c-keyname/LICENSE; do
  printf '=== %s\n\n' "$(dirname "${licence#node_modules/}")"
  cat "$licence"
  printf '\n'
done > "$out/LICENSES.txt"
