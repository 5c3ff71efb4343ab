"""What schemathesis has to be told to get past the door: things that exist, signatures, passwords, and no address but this machine's."""

import base64
import hashlib
import hmac
import json
import os
import time

import schemathesis

FACTS = json.loads(os.environ["TOKENOK_FACTS"])
NOBODY = "http://127.0.0.1:9/v1"
RIGHT = {"min_position": "1", "after": "1", "from": "2026-11-01", "to": "2036-12-01", "period": time.strftime("%Y-%m", time.gmtime())}


@schemathesis.hook
def before_call(context, case, kwargs):
    stay_here(case.body)
    # Only what was made to be right is put right.
    if not case.meta or case.meta.generation.mode.value != "positive":
        return
    query = case.query or {}
    # A cursor is a list's own word; a position that is not reached yet is waited for; not every day that looks like one is one.
    query.pop("cursor", None)
    for name in RIGHT.keys() & query.keys():
        query[name] = RIGHT[name]
    for name, value in FACTS["parts"].get(case.operation.path, {}).items():
        case.path_parameters[name] = value
    if case.operation.path == "/session":
        case.body = FACTS["admin"]
    if case.operation.path.startswith("/webhooks/"):
        sign(case)


def stay_here(body):
    """A provider is asked, and a list of prices fetched, where the body says."""
    if not isinstance(body, dict):
        return
    for name in ("base_url", "url"):
        if isinstance(body.get(name), str) and body[name].startswith("http"):
            body[name] = NOBODY


def sign(case):
    """As Standard Webhooks lays down, over the bytes that requests will send."""
    text = json.dumps(case.body).encode()
    at = str(int(time.time()))
    signed = f"msg_{hashlib.sha256(text).hexdigest()}.{at}.".encode() + text
    key = base64.b64decode(FACTS["secret"].removeprefix("whsec_"))
    signature = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    case.headers.update(
        {"webhook-id": signed.split(b".")[0].decode(), "webhook-timestamp": at, "webhook-signature": f"v1,{signature}"}
    )
