"""LangChain. Its client of Chat Completions tells the usage of a stream at another address only where `stream_usage` asks for it."""

from functools import reduce
from operator import add

from langchain_anthropic import ChatAnthropic
from langchain_core.tools import tool
from langchain_openai import ChatOpenAI
from pydantic import BaseModel

from told import KEY, MODEL, SUNNY, URL, tell

OPENAI = {"model": MODEL, "base_url": f"{URL}/v1", "api_key": KEY}
MODELS = (
    ("ChatOpenAI", ChatOpenAI(**OPENAI, stream_usage=True)),
    ("ChatOpenAI, Responses", ChatOpenAI(**OPENAI, use_responses_api=True)),
    ("ChatAnthropic", ChatAnthropic(model=MODEL, base_url=URL, api_key=KEY, max_tokens=256)),
)


class City(BaseModel):
    """A city."""

    city: str


@tool
def weather(city: str) -> str:
    """The weather of a city."""
    return SUNNY


def told(call, message, text=None):
    usage = message.usage_metadata
    tell(call, text or str(message.text), usage["input_tokens"], usage["output_tokens"])


for name, model in MODELS:
    told(f"{name}, plain", model.invoke("Hello"))
    told(f"{name}, streamed", reduce(add, model.stream("Hello")))
    formed = model.with_structured_output(City, include_raw=True).invoke("Paris")
    told(f"{name}, structured", formed["raw"], formed["parsed"].city)
    called = model.bind_tools([weather], tool_choice="any").invoke("Weather?")
    told(f"{name}, tools", called, called.tool_calls[0]["name"])
    answer = model.bind_tools([weather]).invoke([("user", "Weather?"), called, weather.invoke(called.tool_calls[0])])
    told(f"{name}, tool result", answer)
