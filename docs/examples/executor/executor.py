"""One round of an executor outside of the gate, as executor.sh: the standard library, and openssl for the signature."""
import base64, hashlib, json, os, secrets, subprocess, time, urllib.request

URL = os.environ["COUNTERSIGN_URL"]
SIGNED = os.environ.get("COUNTERSIGN_SIGNED_URL", URL)
NAME, KEY = os.environ["COUNTERSIGN_EXECUTOR"], os.environ["COUNTERSIGN_EXECUTOR_KEY"]


def b64(data):
    return base64.b64encode(data).decode()


def sign(text):
    der = subprocess.run(["openssl", "dgst", "-sha256", "-sign", KEY], input=text.encode(), capture_output=True, check=True).stdout
    r, s = der[4 : 4 + der[3]], der[6 + der[3] :]  # a sequence of two integers; wanted are 32 bytes of each
    return b64(b"".join(int.from_bytes(n, "big").to_bytes(32, "big") for n in (r, s)))


def call(method, path, body=None):
    headers = {"Prefer": "wait=30", "Content-Type": "application/json"}
    covered = {"@method": method, "@target-uri": SIGNED + path}
    if body is not None:
        headers["Content-Digest"] = covered["content-digest"] = f"sha-256=:{b64(hashlib.sha256(body).digest())}:"
    parts = " ".join(f'"{name}"' for name in covered)
    given = f'({parts});created={int(time.time())};nonce="{secrets.token_hex(16)}";keyid="{NAME}"'
    base = "".join(f'"{name}": {value}\n' for name, value in covered.items()) + f'"@signature-params": {given}'
    headers |= {"Signature-Input": "sig1=" + given, "Signature": f"sig1=:{sign(base)}:"}
    return urllib.request.urlopen(urllib.request.Request(URL + path, body, headers, method=method), timeout=60)


def main(execute):
    waiting = [work for work in json.load(call("GET", "/v1/grants"))["items"] if work["status"] == "waiting"]
    if not waiting:
        return print("no work")
    grant, digest = waiting[0]["id"], waiting[0]["action_digest"]
    answer = call("POST", f"/v1/grants/{grant}/redeem", json.dumps({"action_digest": digest}).encode())
    action = answer.read()
    got = base64.urlsafe_b64encode(hashlib.sha256(action).digest()).decode().rstrip("=")
    assert "sha-256:" + got == digest, "not the bytes that were approved"
    result = execute(json.loads(action), answer.headers["Countersign-Idempotency-Key"])
    call("POST", f"/v1/grants/{grant}/result", json.dumps(result).encode())
    print(grant, result["status"])


if __name__ == "__main__":
    # Here the target is called. What is not surely done and not surely undone is "unknown".
    main(lambda action, key: {"status": "succeeded", "detail": action["target_id"]})
