"""The openai SDK for Python as its users call it; `python openai_sdk.py chat|responses` serves python.ts."""

import asyncio
import json
import sys

from openai import AsyncOpenAI, DefaultAsyncHttpxClient, DefaultHttpxClient, OpenAI

from serve import CITY, PIXEL, SUNNY, answered, serve

IMAGE = f"data:image/png;base64,{PIXEL}"


def options(request):
    retries = request["retries"]
    return {"base_url": request["url"] + "/v1", "api_key": request["key"], **({} if retries is None else {"max_retries": retries})}


def client(request, sent):
    """The HTTP client of its own only counts."""
    return OpenAI(**options(request), http_client=DefaultHttpxClient(event_hooks={"request": [sent.append]}))


def embed(request, sent):
    vectors = client(request, sent).embeddings.create(model=request["model"], input=request["texts"]).data
    return [vector.embedding for vector in vectors]


def models(request, sent):
    openai = client(request, sent)
    return [model.id for model in openai.models.list()] + [openai.models.retrieve(request["model"]).id]


class Chat:
    """Chat Completions, with the client that blocks."""

    tools = [{"type": "function", "function": {"name": "weather", "parameters": CITY}}]

    @staticmethod
    def say(request):
        return {"model": request["model"], "messages": [{"role": "user", "content": request["prompt"]}]}

    @staticmethod
    def answered(completion, pieces=1):
        choice, usage = completion.choices[0], completion.usage
        return answered(choice.message.content, choice.finish_reason, usage.prompt_tokens, usage.completion_tokens, pieces)

    def plain(self, request, sent):
        return self.answered(client(request, sent).chat.completions.create(**self.say(request)))

    def stream(self, request, sent):
        with_usage = {"stream_options": {"include_usage": True}}
        with client(request, sent).chat.completions.stream(**self.say(request), **with_usage) as stream:
            pieces = sum(event.type == "content.delta" for event in stream)
            return self.answered(stream.get_final_completion(), pieces)

    def tool(self, request, sent):
        completions = client(request, sent).chat.completions
        return self.after_tool(request, sent, completions.create(**self.say(request), tools=self.tools, tool_choice="required"))

    def streamTool(self, request, sent):
        completions = client(request, sent).chat.completions
        with completions.stream(**self.say(request), tools=self.tools, tool_choice="required") as stream:
            return self.after_tool(request, sent, stream.get_final_completion())

    def after_tool(self, request, sent, completion):
        choice = completion.choices[0]
        calls = choice.message.tool_calls
        asked = self.say(request)
        results = [{"role": "tool", "tool_call_id": call.id, "content": SUNNY} for call in calls]
        asked["messages"] += [choice.message.to_dict(), *results]
        completion = client(request, sent).chat.completions.create(**asked, tools=self.tools)
        told = [{"name": call.function.name, "input": json.loads(call.function.arguments)} for call in calls]
        return {"end": choice.finish_reason, "calls": told, "text": completion.choices[0].message.content}

    def structured(self, request, sent):
        form = {"type": "json_schema", "json_schema": {"name": "city", "strict": True, "schema": CITY}}
        completion = client(request, sent).chat.completions.create(**self.say(request), response_format=form)
        return json.loads(completion.choices[0].message.content)

    def image(self, request, sent):
        content = [{"type": "image_url", "image_url": {"url": IMAGE}}, {"type": "text", "text": request["prompt"]}]
        messages = [{"role": "user", "content": content}]
        return self.answered(client(request, sent).chat.completions.create(model=request["model"], messages=messages))

    def leave(self, request, sent):
        stream = client(request, sent).chat.completions.create(**self.say(request), stream=True)
        pieces = 0
        for chunk in stream:
            pieces += bool(chunk.choices and chunk.choices[0].delta.content)
            if pieces == request["after"]:
                break
        stream.close()

    def abandon(self, request, sent):
        limited = client(request, sent).with_options(timeout=request["afterMs"] / 1_000, max_retries=0)
        limited.chat.completions.create(**self.say(request))


class Responses:
    """Responses, with the client for asyncio."""

    tools = [{"type": "function", "name": "weather", "parameters": CITY, "strict": True}]

    @staticmethod
    def client(request, sent):
        async def count(sending):
            sent.append(sending)

        return AsyncOpenAI(**options(request), http_client=DefaultAsyncHttpxClient(event_hooks={"request": [count]}))

    @staticmethod
    def say(request):
        return {"model": request["model"], "input": request["prompt"]}

    @staticmethod
    def answered(response, pieces=1):
        return answered(response.output_text, response.status, response.usage.input_tokens, response.usage.output_tokens, pieces)

    async def plain(self, request, sent):
        return self.answered(await self.client(request, sent).responses.create(**self.say(request)))

    async def stream(self, request, sent):
        pieces = 0
        async with self.client(request, sent).responses.stream(**self.say(request)) as stream:
            async for event in stream:
                pieces += event.type == "response.output_text.delta"
            return self.answered(await stream.get_final_response(), pieces)

    async def tool(self, request, sent):
        asked = self.client(request, sent).responses.create(**self.say(request), tools=self.tools, tool_choice="required")
        return await self.after_tool(request, sent, await asked)

    async def streamTool(self, request, sent):
        responses = self.client(request, sent).responses
        async with responses.stream(**self.say(request), tools=self.tools, tool_choice="required") as stream:
            return await self.after_tool(request, sent, await stream.get_final_response())

    async def after_tool(self, request, sent, response):
        """Sends the whole conversation: nothing of it stands at a provider."""
        calls = [item for item in response.output if item.type == "function_call"]
        conversation = [{"role": "user", "content": request["prompt"]}]
        for call in calls:
            conversation += [
                {"type": "function_call", "call_id": call.call_id, "name": call.name, "arguments": call.arguments},
                {"type": "function_call_output", "call_id": call.call_id, "output": SUNNY},
            ]
        answer = await self.client(request, sent).responses.create(model=request["model"], input=conversation, tools=self.tools)
        told = [{"name": call.name, "input": json.loads(call.arguments)} for call in calls]
        return {"end": response.status, "calls": told, "text": answer.output_text}

    async def structured(self, request, sent):
        form = {"type": "json_schema", "name": "city", "strict": True, "schema": CITY}
        response = await self.client(request, sent).responses.create(**self.say(request), text={"format": form})
        return json.loads(response.output_text)

    async def image(self, request, sent):
        content = [
            {"type": "input_image", "image_url": IMAGE, "detail": "auto"},
            {"type": "input_text", "text": request["prompt"]},
        ]
        conversation = [{"role": "user", "content": content}]
        return self.answered(await self.client(request, sent).responses.create(model=request["model"], input=conversation))

    async def leave(self, request, sent):
        stream = await self.client(request, sent).responses.create(**self.say(request), stream=True)
        pieces = 0
        async for event in stream:
            pieces += event.type == "response.output_text.delta"
            if pieces == request["after"]:
                break
        await stream.close()

    async def abandon(self, request, sent):
        asking = asyncio.create_task(self.plain(request, sent))
        await asyncio.sleep(request["afterMs"] / 1_000)
        asking.cancel()
        await asking


CALLS = ("plain", "stream", "tool", "streamTool", "structured", "image", "leave", "abandon")


def blocking(call):
    return lambda request, sent: asyncio.run(call(request, sent))


if sys.argv[1] == "chat":
    calls = {name: getattr(Chat(), name) for name in CALLS}
else:
    calls = {name: blocking(getattr(Responses(), name)) for name in CALLS}
serve({**calls, "embed": embed, "models": models})
