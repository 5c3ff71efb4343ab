"""OpenAI's agents SDK, over both of its models. Chat Completions tell the usage of a stream only where `include_usage` asks for it."""

import asyncio

from agents import Agent, ModelSettings, OpenAIChatCompletionsModel, OpenAIResponsesModel, Runner, function_tool
from agents import set_tracing_disabled
from openai import AsyncOpenAI

from told import KEY, MODEL, SUNNY, URL, tell

set_tracing_disabled(True)  # or it reports to OpenAI


@function_tool
def weather(city: str) -> str:
    """The weather of a city."""
    return SUNNY


async def main():
    client = AsyncOpenAI(base_url=f"{URL}/v1", api_key=KEY)
    for kind in (OpenAIChatCompletionsModel, OpenAIResponsesModel):
        settings = ModelSettings(include_usage=True)
        agent = Agent(name="a", model=kind(model=MODEL, openai_client=client), tools=[weather], model_settings=settings)
        ran = await Runner.run(agent, "Weather? [sandbox:tool]")
        usage = ran.context_wrapper.usage
        assert usage.requests == 2, usage
        tell(f"{kind.__name__}, tools", ran.final_output, usage.input_tokens, usage.output_tokens, requests=2)
        streamed = Runner.run_streamed(agent, "Hello")
        async for _ in streamed.stream_events():
            pass
        usage = streamed.context_wrapper.usage
        tell(f"{kind.__name__}, streamed", streamed.final_output, usage.input_tokens, usage.output_tokens)


asyncio.run(main())
