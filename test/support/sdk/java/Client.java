import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCountTokensParams;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.models.models.ModelInfo;

/** The SDK of Anthropic for Java, which checks every answer: each call is a line of JSON on stdout. */
public final class Client {
  public static void main(String[] arguments) {
    String model = arguments[2];
    AnthropicClient client =
        AnthropicOkHttpClient.builder().baseUrl(arguments[0]).apiKey(arguments[1]).maxRetries(0).responseValidation(true).build();
    MessageCreateParams asked = MessageCreateParams.builder().model(model).maxTokens(256).addUserMessage("Hello").build();
    tell("messages", client.messages().create(asked));

    MessageAccumulator whole = MessageAccumulator.create();
    try (StreamResponse<RawMessageStreamEvent> events = client.messages().createStreaming(asked)) {
      events.stream().forEach(event -> whole.accumulate(event.validate()));
    }
    tell("messages, streamed", whole.message());

    for (ModelInfo each : client.models().list().autoPager()) each.validate();
    client.models().retrieve(model).validate();
    MessageCountTokensParams counted = MessageCountTokensParams.builder().model(model).addUserMessage("Hello").build();
    if (client.messages().countTokens(counted).validate().inputTokens() < 1) throw new IllegalStateException("no tokens");
    client.close();
  }

  private static void tell(String call, Message message) {
    String text = message.content().get(0).asText().text();
    System.out.printf(
        "{\"call\":\"%s\",\"text\":\"%s\",\"input\":%d,\"output\":%d,\"requests\":1}%n",
        call, text, message.usage().inputTokens(), message.usage().outputTokens());
  }
}
