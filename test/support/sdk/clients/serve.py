"""Serves the calls of an SDK to python.ts: a JSON request a line on stdin, a JSON answer a line on stdout, each in a thread of its own.

    {"id": 1, "call": "plain", "url": …, "key": …, "retries": null, "model": …, "prompt": …}
    {"id": 1, "sent": 1, "told": …} or {"id": 1, "sent": 1, "raised": {"class": …, "message": …}}
"""

import asyncio
import json
import sys
import threading

SUNNY = "Sunny"
PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4z8DwHwAFAAH/iZk9HQAAAABJRU5ErkJggg=="
CITY = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"], "additionalProperties": False}

writing = threading.Lock()


def answered(text, end, input_tokens, output_tokens, pieces=1):
    return {"text": text, "end": end, "inputTokens": input_tokens, "outputTokens": output_tokens, "pieces": pieces}


def serve(calls):
    """`calls`: by name, functions of the request and of the list that each HTTP request is to be appended to."""
    for line in sys.stdin:
        threading.Thread(target=run, args=(calls, json.loads(line))).start()


def run(calls, request):
    sent = []
    try:
        outcome = {"told": calls[request["call"]](request, sent)}
    except (Exception, asyncio.CancelledError) as error:
        outcome = {"raised": {"class": type(error).__name__, "message": str(error)}}
    with writing:
        print(json.dumps({"id": request["id"], "sent": len(sent), **outcome}), flush=True)
