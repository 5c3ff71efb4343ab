"""One scenario with the openai SDK for Python, as the quickstart has it: an address and a key alone.

    OPENAI_BASE_URL=… OPENAI_API_KEY=… python openai_sdk.py <scenario>

Prints what the scenario saw as JSON; openai-python.e2e.spec.ts runs the gateway and judges.
"""

import json
import os
import sys

import openai
from openai import DefaultHttpxClient, OpenAI

SANDBOX = "tokenok-fast"
MESSAGES = [{"role": "user", "content": "Hello from the SDK"}]
TOOLS = [
    {
        "type": "function",
        "function": {
            "name": "weather",
            "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
        },
    }
]
MODEL = os.environ.get("TOKENOK_MODEL", SANDBOX)
sent = []
# The client of its own only counts: retries of the SDK show in it.
client = OpenAI(http_client=DefaultHttpxClient(event_hooks={"request": [sent.append]}))


def raised(call):
    try:
        call()
    except openai.APIError as error:
        return {
            "error": type(error).__name__,
            "status": getattr(error, "status_code", None),
            "code": error.code,
            "param": error.param,
            "message": error.message,
        }
    return {"error": None}


def plain():
    completion = client.chat.completions.create(model=MODEL, messages=MESSAGES)
    return {
        "content": completion.choices[0].message.content,
        "tokens": completion.usage.completion_tokens,
        "id": completion._request_id,
    }


def models():
    return {"ids": [model.id for model in client.models.list()], "one": client.models.retrieve("openai/gpt-4.1-mini").id}


def streamed(**options):
    chunks = list(client.chat.completions.create(model=MODEL, messages=MESSAGES, stream=True, **options))
    return {
        "content": "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices),
        "finish": [chunk.choices[0].finish_reason for chunk in chunks if chunk.choices][-1],
        "usages": sum(chunk.usage is not None for chunk in chunks),
        "last_tokens": chunks[-1].usage.completion_tokens if chunks[-1].usage else None,
    }


def stream_with_usage():
    return streamed(stream_options={"include_usage": True})


def stream_helper():
    with client.chat.completions.stream(model=MODEL, messages=MESSAGES) as stream:
        completion = stream.get_final_completion()
    return {"finish": completion.choices[0].finish_reason, "content": completion.choices[0].message.content}


def tools():
    completion = client.chat.completions.create(model=MODEL, messages=MESSAGES, tools=TOOLS, tool_choice="required")
    call = completion.choices[0].message.tool_calls[0]
    return {"finish": completion.choices[0].finish_reason, "name": call.function.name, "arguments": json.loads(call.function.arguments)}


def abort():
    response = client.chat.completions.with_raw_response.create(model=MODEL, messages=MESSAGES, stream=True)
    stream = response.parse()
    seen = 0
    for chunk in stream:
        if chunk.choices and chunk.choices[0].delta.content:
            seen += 1
        if seen == 3:
            break
    stream.close()
    return {"id": response.headers["x-request-id"], "seen": seen}


def failure():
    return raised(lambda: client.chat.completions.create(model=MODEL, messages=MESSAGES))


def failure_at_once():
    return raised(lambda: client.with_options(max_retries=0).chat.completions.create(model=MODEL, messages=MESSAGES))


def cut():
    words = []

    def read():
        for chunk in client.chat.completions.create(model=MODEL, messages=MESSAGES, stream=True):
            if chunk.choices:
                words.append(chunk.choices[0].delta.content or "")

    return {**raised(read), "content": "".join(words)}


SCENARIOS = {
    scenario.__name__: scenario
    for scenario in (plain, models, streamed, stream_with_usage, stream_helper, tools, abort, failure, failure_at_once, cut)
}

print(json.dumps({**SCENARIOS[sys.argv[1]](), "sent": len(sent)}))
