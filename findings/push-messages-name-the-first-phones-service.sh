#!/usr/bin/env bash
# The second phone's message is signed for the first phone's push service.
#
# One would expect: one dict of claims, {"sub": "mailto:…"}, kept beside the key and given to webpush() for every subscriber.
# What happens: pywebpush writes "aud" (the push service of that subscriber) and "exp" into the dict it was given and, the next time, takes "aud"
#   from there. Every subscriber of another service (Apple's, Mozilla's) gets a token for the first one's and is refused. A fresh dict per message helps.
# Seen with: pywebpush 2.5.0
# Source: RFC 8292, 2 ("aud" is the origin of the push resource)
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pywebpush==2.5.0
cd "$folder"
"$folder/venv/bin/python" - <<'PYTHON'
import base64, json, re, secrets
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid
from pywebpush import webpush

def in_letters(content):
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()

def subscriber(service):
    public = ec.generate_private_key(ec.SECP256R1()).public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return {"endpoint": f"https://{service}/1", "keys": {"p256dh": in_letters(public), "auth": in_letters(secrets.token_bytes(16))}}

def audience(service, claims):
    command = webpush(subscriber(service), "Hi", vapid_private_key=key, vapid_claims=claims, curl=True)
    body = re.search(r"t=[\w-]+\.([\w-]+)", command)[1]
    return json.loads(base64.urlsafe_b64decode(body + "=="))["aud"]

key = Vapid()
key.generate_keys()
claims = {"sub": "mailto:sales@seller.example"}
shared = [audience(each, claims) for each in ("push.one.example", "push.two.example")]
fresh = [audience(each, {"sub": "mailto:sales@seller.example"}) for each in ("push.one.example", "push.two.example")]
print("one dict:", shared, "| a dict each:", fresh)
assert shared == ["https://push.one.example"] * 2
assert fresh == ["https://push.one.example", "https://push.two.example"]
PYTHON
