"""The anthropic SDK for Python as its users call it; `python anthropic_sdk.py` serves python.ts."""

import json

from anthropic import Anthropic, DefaultHttpxClient

from serve import CITY, PIXEL, SUNNY, answered, serve

TOOLS = [{"name": "weather", "input_schema": CITY}]


def client(request, sent):
    """The HTTP client of its own only counts."""
    retries = request["retries"]
    http_client = DefaultHttpxClient(event_hooks={"request": [sent.append]})
    more = {} if retries is None else {"max_retries": retries}
    return Anthropic(base_url=request["url"], api_key=request["key"], http_client=http_client, **more)


def say(request):
    return {"model": request["model"], "max_tokens": 256, "messages": [{"role": "user", "content": request["prompt"]}]}


def text_of(message):
    return "".join(block.text for block in message.content if block.type == "text")


def told(message, pieces=1):
    return answered(text_of(message), message.stop_reason, message.usage.input_tokens, message.usage.output_tokens, pieces)


def plain(request, sent):
    return told(client(request, sent).messages.create(**say(request)))


def stream(request, sent):
    with client(request, sent).messages.stream(**say(request)) as streamed:
        pieces = sum(1 for _ in streamed.text_stream)
        return told(streamed.get_final_message(), pieces)


def tool(request, sent):
    messages = client(request, sent).messages
    return after_tool(request, sent, messages.create(**say(request), tools=TOOLS, tool_choice={"type": "any"}))


def stream_tool(request, sent):
    with client(request, sent).messages.stream(**say(request), tools=TOOLS, tool_choice={"type": "any"}) as streamed:
        return after_tool(request, sent, streamed.get_final_message())


def after_tool(request, sent, message):
    calls = [block for block in message.content if block.type == "tool_use"]
    asked = say(request)
    results = [{"type": "tool_result", "tool_use_id": call.id, "content": SUNNY} for call in calls]
    asked["messages"] += [{"role": "assistant", "content": message.content}, {"role": "user", "content": results}]
    answer = client(request, sent).messages.create(**asked, tools=TOOLS)
    return {"end": message.stop_reason, "calls": [{"name": call.name, "input": call.input} for call in calls], "text": text_of(answer)}


def structured(request, sent):
    form = {"format": {"type": "json_schema", "schema": CITY}}
    return json.loads(text_of(client(request, sent).messages.create(**say(request), output_config=form)))


def image(request, sent):
    source = {"type": "base64", "media_type": "image/png", "data": PIXEL}
    content = [{"type": "image", "source": source}, {"type": "text", "text": request["prompt"]}]
    return told(client(request, sent).messages.create(**{**say(request), "messages": [{"role": "user", "content": content}]}))


def models(request, sent):
    anthropic = client(request, sent)
    return [model.id for model in anthropic.models.list(limit=1)] + [anthropic.models.retrieve(request["model"]).id]


def leave(request, sent):
    streamed = client(request, sent).messages.create(**say(request), stream=True)
    pieces = 0
    for event in streamed:
        pieces += event.type == "content_block_delta"
        if pieces == request["after"]:
            break
    streamed.close()


def abandon(request, sent):
    limited = client(request, sent).with_options(timeout=request["afterMs"] / 1_000, max_retries=0)
    limited.messages.create(**say(request))


def has_embeddings(request, sent):
    return hasattr(client(request, sent), "embeddings")


def count_tokens(request, sent):
    asked = {name: value for name, value in say(request).items() if name != "max_tokens"}
    return client(request, sent).messages.count_tokens(**asked).input_tokens


serve(
    {
        "plain": plain,
        "stream": stream,
        "tool": tool,
        "streamTool": stream_tool,
        "structured": structured,
        "image": image,
        "models": models,
        "leave": leave,
        "abandon": abandon,
        "hasEmbeddings": has_embeddings,
        "countTokens": count_tokens,
    }
)
