#!/bin/sh
# One round of an executor outside of the gate: asks for work, redeems the first grant, carries it out, reports.
# COUNTERSIGN_URL: where the gate is; COUNTERSIGN_SIGNED_URL: its server.public_url, where that differs.
# COUNTERSIGN_EXECUTOR: its name; COUNTERSIGN_EXECUTOR_KEY: its private key (P-256, PEM); EXECUTE: a command that gets the action as a file.
set -eu
url=$COUNTERSIGN_URL signed=${COUNTERSIGN_SIGNED_URL:-$COUNTERSIGN_URL} dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT
b64() { openssl base64 -A; }

# An ECDSA signature as r and s, 32 bytes each: openssl writes them as two integers of DER.
sign() { openssl dgst -sha256 -sign "$COUNTERSIGN_EXECUTOR_KEY" | openssl asn1parse -inform DER | sed -n 's/.*INTEGER *://p' |
  while read -r n; do printf '%064s' "$n" | tr ' ' 0; done | sed 's/../\\\\x&/g' | xargs printf '%b' | b64; }

# call METHOD PATH [BODY]
call() {
  parts='"@method" "@target-uri"' covered=$(printf '"@method": %s\n"@target-uri": %s%s' "$1" "$signed" "$2") header=Accept:application/json
  if [ $# = 3 ]; then
    header="Content-Digest: sha-256=:$(printf %s "$3" | openssl dgst -sha256 -binary | b64):"
    parts="$parts \"content-digest\"" covered=$(printf '%s\n"content-digest": %s' "$covered" "${header#*: }")
  fi
  input="($parts);created=$(date +%s);nonce=\"$(openssl rand -hex 16)\";keyid=\"$COUNTERSIGN_EXECUTOR\""
  signature=$(printf '%s\n"@signature-params": %s' "$covered" "$input" | sign)
  set -- "$1" "$2" "${3-}"
  curl -sS --fail-with-body -D "$dir/headers" -X "$1" -H "Signature-Input: sig1=$input" -H "Signature: sig1=:$signature:" -H "$header" \
    -H 'Content-Type: application/json' -H 'Prefer: wait=30' ${3:+--data-raw "$3"} "$url$2"
}

work=$(call GET /v1/grants | tr '{' '\n' | grep '"status":"waiting"' | head -n 1) || { echo "no work"; exit 0; }
id=$(printf %s "$work" | sed 's/.*"id":"\([^"]*\)".*/\1/') digest=$(printf %s "$work" | sed 's/.*"action_digest":"\([^"]*\)".*/\1/')
call POST "/v1/grants/$id/redeem" "{\"action_digest\":\"$digest\"}" > "$dir/action.json"
got=sha-256:$(openssl dgst -sha256 -binary "$dir/action.json" | b64 | tr '+/' '-_' | tr -d =)
key=$(sed -n 's/^[Cc]ountersign-[Ii]dempotency-[Kk]ey: *\([A-Za-z0-9_-]*\).*/\1/p' "$dir/headers")
[ "$got" = "$digest" ] || { echo "not the bytes that were approved"; exit 1; }
status=succeeded; IDEMPOTENCY_KEY=$key sh -c "$EXECUTE \"\$1\"" execute "$dir/action.json" || status=unknown
call POST "/v1/grants/$id/result" "{\"status\":\"$status\"}" && echo " $id $status"
