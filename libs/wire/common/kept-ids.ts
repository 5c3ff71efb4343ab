import { isObject, type JsonObject } from '../json/object.js';

/** Of one answer; an answer with more leaves the later ones unrecorded, so that they cannot be referred to. */
const MAX_IDS = 256;
/** The longest that a provider gives has some 70 characters. */
const MAX_ID_CHARS = 256;

/**
 * The ids of what an answer leaves at its provider, read in the provider's own dialect: only there an id names something. Nothing that a model or the
 * client can write is taken for one, since whoever could have an id of another customer repeated would own it.
 */
export class KeptIds {
  private readonly ids = new Set<string>();
  private isStored = true;

  get all(): readonly string[] {
    return this.isStored ? [...this.ids] : [];
  }

  /** A response, at any moment of its life. Source: OpenAI, "Create a model response", `store`: nothing of a response with `false` is kept. */
  response({ id, store, conversation, output }: JsonObject): void {
    if (store === false) this.isStored = false;
    this.add(id);
    if (isObject(conversation)) this.add(conversation['id']);
    if (Array.isArray(output)) for (const item of output) this.item(item);
  }

  /** An output item, with the container that it ran in and the files that its annotations cite. */
  item(item: unknown): void {
    if (!isObject(item)) return;
    this.add(item['id']);
    if (item['type'] === 'code_interpreter_call') this.add(item['container_id']);
    const parts: unknown[] = item['type'] === 'message' && Array.isArray(item['content']) ? item['content'] : [];
    for (const part of parts) {
      const annotations: unknown[] = isObject(part) && Array.isArray(part['annotations']) ? part['annotations'] : [];
      for (const annotation of annotations) this.annotation(annotation);
    }
  }

  annotation(annotation: unknown): void {
    if (!isObject(annotation)) return;
    this.add(annotation['file_id']);
    this.add(annotation['container_id']);
  }

  /** A message of Messages, or the `delta` at its end: its container may be used again. */
  message({ container }: JsonObject): void {
    if (isObject(container)) this.add(container['id']);
  }

  private add(id: unknown): void {
    if (typeof id === 'string' && id !== '' && id.length <= MAX_ID_CHARS && this.ids.size < MAX_IDS) this.ids.add(id);
  }
}
