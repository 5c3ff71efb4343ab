"""The tool runner of Anthropic's SDK: it asks for a thread first, and goes on without one."""

from anthropic import Anthropic, beta_tool

from told import KEY, MODEL, SUNNY, URL, tell

client = Anthropic(base_url=URL, api_key=KEY, max_retries=0)


@beta_tool
def weather(city: str) -> str:
    """The weather of a city."""
    return SUNNY


def asked():
    content = "Weather? [sandbox:tool]"
    return {"model": MODEL, "max_tokens": 256, "tools": [weather], "messages": [{"role": "user", "content": content}]}


def told(call, messages):
    assert [block.type for block in messages[0].content] == ["tool_use"], messages[0]
    totals = [sum(getattr(message.usage, name) for message in messages) for name in ("input_tokens", "output_tokens")]
    tell(call, messages[-1].content[0].text, *totals, requests=len(messages))


told("tool runner", list(client.beta.messages.tool_runner(**asked())))
told("tool runner, streamed", [stream.get_final_message() for stream in client.beta.messages.tool_runner(**asked(), stream=True)])
