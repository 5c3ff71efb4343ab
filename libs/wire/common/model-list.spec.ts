import { anthropicOver, openaiOver } from '../testing/sdk.js';
import { anthropicModelList, openaiModelList, type AnthropicPage, type ModelEntry } from './model-list.js';

const entry = (id: string): ModelEntry => ({ id, createdAt: 1_700_000_000, ownedBy: 'sandbox', limits: { context_window: 1000 } });
const models = ['a', 'b', 'c'].map(entry);
const ids = (page: AnthropicPage) => (anthropicModelList(models, page) as { data: { id: string }[] }).data.map(({ id }) => id);

describe('the list of models', () => {
  it('is what OpenAI’s SDK reads', async () =>
    expect((await openaiOver(JSON.stringify(openaiModelList(models))).models.list()).data[0]).toEqual({
      id: 'a',
      object: 'model',
      created: 1_700_000_000,
      owned_by: 'sandbox',
    }));

  it('is what Anthropic’s SDK reads', async () => {
    const page = await anthropicOver(JSON.stringify(anthropicModelList(models))).models.list();
    expect(page.data[0]).toMatchObject({
      type: 'model',
      id: 'a',
      display_name: 'a',
      created_at: '2023-11-14T22:13:20.000Z',
      max_input_tokens: 1000,
    });
    expect([page.hasNextPage(), page.first_id, page.last_id]).toEqual([false, 'a', 'c']);
    expect(anthropicModelList([])).toEqual({ data: [], has_more: false, first_id: null, last_id: null });
  });

  it('goes on after an id and back before one', () => {
    expect(ids({ limit: 2 })).toEqual(['a', 'b']);
    expect(anthropicModelList(models, { limit: 2 })).toMatchObject({ has_more: true, last_id: 'b' });
    expect(ids({ after_id: 'b' })).toEqual(['c']);
    expect(ids({ before_id: 'c', limit: 1 })).toEqual(['b']);
  });
});
