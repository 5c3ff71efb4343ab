// The SDKs of OpenAI and Anthropic for Go as their users call them: each call is a line of JSON on stdout.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"

	"github.com/anthropics/anthropic-sdk-go/v2"
	anthropicoption "github.com/anthropics/anthropic-sdk-go/v2/option"
	"github.com/openai/openai-go/v3"
	openaioption "github.com/openai/openai-go/v3/option"
	"github.com/openai/openai-go/v3/responses"
)

var ctx = context.Background()

type told struct {
	Call     string `json:"call"`
	Text     string `json:"text"`
	Input    int64  `json:"input"`
	Output   int64  `json:"output"`
	Requests int    `json:"requests"`
}

func say(call, text string, input, output int64) {
	line, _ := json.Marshal(told{call, text, input, output, 1})
	fmt.Println(string(line))
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

func main() {
	url, key, model := os.Args[1], os.Args[2], os.Args[3]
	oa := openai.NewClient(openaioption.WithBaseURL(url+"/v1"), openaioption.WithAPIKey(key))
	an := anthropic.NewClient(anthropicoption.WithBaseURL(url), anthropicoption.WithAPIKey(key))

	params := openai.ChatCompletionNewParams{Model: model, Messages: []openai.ChatCompletionMessageParamUnion{openai.UserMessage("Hello")}}
	completion, err := oa.Chat.Completions.New(ctx, params)
	must(err)
	say("chat", completion.Choices[0].Message.Content, completion.Usage.PromptTokens, completion.Usage.CompletionTokens)

	params.StreamOptions = openai.ChatCompletionStreamOptionsParam{IncludeUsage: openai.Bool(true)}
	chunks := oa.Chat.Completions.NewStreaming(ctx, params)
	accumulated := openai.ChatCompletionAccumulator{}
	for chunks.Next() {
		if !accumulated.AddChunk(chunks.Current()) {
			panic("a chunk does not fit")
		}
	}
	must(chunks.Err())
	say("chat streamed", accumulated.Choices[0].Message.Content, accumulated.Usage.PromptTokens, accumulated.Usage.CompletionTokens)

	asked := responses.ResponseNewParams{Model: model, Input: responses.ResponseNewParamsInputUnion{OfString: openai.String("Hello")}}
	response, err := oa.Responses.New(ctx, asked)
	must(err)
	say("responses", response.OutputText(), response.Usage.InputTokens, response.Usage.OutputTokens)

	events := oa.Responses.NewStreaming(ctx, asked)
	var last responses.Response
	for events.Next() {
		if event := events.Current(); event.Type == "response.completed" {
			last = event.AsResponseCompleted().Response
		}
	}
	must(events.Err())
	say("responses streamed", last.OutputText(), last.Usage.InputTokens, last.Usage.OutputTokens)

	models := 0
	pages := oa.Models.ListAutoPaging(ctx)
	for pages.Next() {
		models++
	}
	must(pages.Err())

	body := anthropic.MessageNewParams{Model: anthropic.Model(model), MaxTokens: 256, Messages: []anthropic.MessageParam{anthropic.NewUserMessage(anthropic.NewTextBlock("Hello"))}}
	message, err := an.Messages.New(ctx, body)
	must(err)
	say("messages", message.Content[0].Text, message.Usage.InputTokens, message.Usage.OutputTokens)

	stream := an.Messages.NewStreaming(ctx, body)
	whole := anthropic.Message{}
	for stream.Next() {
		must(whole.Accumulate(stream.Current()))
	}
	must(stream.Err())
	say("messages streamed", whole.Content[0].Text, whole.Usage.InputTokens, whole.Usage.OutputTokens)

	list := an.Models.ListAutoPaging(ctx, anthropic.ModelListParams{})
	for list.Next() {
		if list.Current().Lifecycle != "active" {
			panic("a model without its lifecycle")
		}
		models--
	}
	must(list.Err())
	if models != 0 {
		panic("the two lists have not the same models")
	}
}
