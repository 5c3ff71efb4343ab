"""pydantic-ai, over each of its models that this gateway serves."""

import asyncio

from pydantic import BaseModel
from pydantic_ai import Agent
from pydantic_ai.models.anthropic import AnthropicModel
from pydantic_ai.models.openai import OpenAIChatModel, OpenAIResponsesModel
from pydantic_ai.providers.anthropic import AnthropicProvider
from pydantic_ai.providers.openai import OpenAIProvider

from told import KEY, MODEL, SUNNY, URL, tell

OPENAI = OpenAIProvider(base_url=f"{URL}/v1", api_key=KEY)
ANTHROPIC = AnthropicProvider(base_url=URL, api_key=KEY)
MODELS = (
    OpenAIChatModel(MODEL, provider=OPENAI),
    OpenAIResponsesModel(MODEL, provider=OPENAI),
    AnthropicModel(MODEL, provider=ANTHROPIC),
)


class City(BaseModel):
    city: str


def weather(city: str) -> str:
    """The weather of a city."""
    return SUNNY


def told(call, text, usage):
    tell(call, text, usage.input_tokens, usage.output_tokens, usage.requests)


async def main():
    for model in MODELS:
        name = type(model).__name__
        ran = await Agent(model, tools=[weather]).run("Weather? [sandbox:tool]")
        assert ran.usage.requests == 2, ran.usage
        told(f"{name}, tools", ran.output, ran.usage)
        formed = await Agent(model, output_type=City).run("Paris")
        told(f"{name}, structured", formed.output.city, formed.usage)
        async with Agent(model).run_stream("Hello") as stream:
            text = "".join([delta async for delta in stream.stream_text(delta=True)])
            told(f"{name}, streamed", text, stream.usage)


asyncio.run(main())
