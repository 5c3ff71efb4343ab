import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { API_URL } from '../../api/base.js';
import { queries } from '../../api/queries.js';
import { useTexts } from '../../i18n/i18n.js';
import { useHere } from '../../parts/customer.js';
import { Button } from '../../ui/controls/button.js';
import { Select } from '../../ui/controls/select.js';
import { Card } from '../../ui/show/card.js';
import { Code } from '../../ui/show/code.js';
import { XIcon } from '../../ui/icons/icons.js';
import { Status } from '../../ui/show/status.js';
import { ProgressSteps, type Step } from '../../ui/show/steps.js';
import { SnippetTabs } from '../../ui/snippets/snippet-tabs.js';
import { CreateKey } from '../keys/create-key.js';
import type { ShownKey } from '../keys/keys.data.js';
import { ShownKeyDialog, cutKey } from '../keys/shown-key.js';
import { callableQuery, type Callable, type Overview } from './home.data.js';

const STEPS = ['url', 'key', 'model', 'request'] as const;
type StepId = (typeof STEPS)[number];
/** What the first start points at the sandbox. */
const FIRST = 'tokenok-fast';

interface ConnectProps {
  readonly overview: Overview;
  readonly onHide: () => void;
}

/** The quickstart's four steps; the open one is shown beside them. */
export function Connect({ overview, onHide }: ConnectProps): ReactNode {
  const t = useTexts();
  const { customer, api } = useHere();
  const [chosen, choose] = useState<StepId>();
  const [picked, pick] = useState<string>();
  const { data: callable = [] } = useQuery(callableQuery(customer, api));
  const model = callable.find(({ id }) => id === (picked ?? FIRST)) ?? callable[0];
  const isDone: Record<StepId, boolean> = {
    url: true,
    key: overview.has_key,
    model: overview.has_key && model !== undefined,
    request: overview.first_request_at !== null,
  };
  const open = STEPS.find((id) => !isDone[id]);
  const at = chosen ?? open ?? 'request';
  const details: Record<StepId, string> = {
    url: new URL(API_URL).host,
    key: t('home.step.key_detail'),
    model: model?.id ?? '–',
    request: t('home.step.request_detail'),
  };
  const steps = STEPS.map((id): Step => {
    const state = isDone[id] ? 'done' : id === open ? 'current' : 'open';
    return { id, title: t(`home.step.${id}`), detail: details[id], state };
  });
  return (
    <Card
      title={t('home.connect')}
      note={t('home.steps_done', { done: STEPS.filter((id) => isDone[id]).length })}
      end={<Button kind="quiet" size="small" label={t('home.hide')} icon={<XIcon size={16} />} onPress={onHide} />}
      flush
    >
      <div className="home-connect">
        <ProgressSteps label={t('home.connect')} steps={steps} chosen={at} onChoose={(id) => choose(STEPS.find((each) => each === id))} />
        <div className="home-step">
          {at === 'url' ? <Code label={t('home.step.url')} code={`${API_URL}/v1`} /> : null}
          {at === 'url' ? <p className="home-quiet">{t('home.url_why')}</p> : null}
          {at === 'key' ? <KeyStep model={model?.id ?? FIRST} /> : null}
          {at === 'model' ? <ModelStep callable={callable} model={model} onPick={pick} /> : null}
          {at === 'request' ? <RequestStep model={model?.id ?? FIRST} isHere={isDone.request} /> : null}
        </div>
      </div>
    </Card>
  );
}

/** The code carries the key in its one view only. */
function KeyStep({ model }: { readonly model: string }): ReactNode {
  const t = useTexts();
  const { customer, may } = useHere();
  const [isOpen, setOpen] = useState(false);
  const [shown, setShown] = useState<ShownKey>();
  const created = (key: ShownKey): void => {
    setOpen(false);
    setShown(key);
    void queries.invalidateQueries({ queryKey: ['overview', customer] });
  };
  return (
    <>
      <h3 className="home-heading">{t('home.key_title')}</h3>
      <p className="home-quiet">{may('keys.write') ? t('home.key_why') : t('home.key_ask')}</p>
      {may('keys.write') ? (
        <div>
          <Button kind="primary" onPress={() => setOpen(true)}>
            {t('keys.create')}
          </Button>
        </div>
      ) : null}
      {isOpen ? <CreateKey onClose={() => setOpen(false)} onCreated={created} /> : null}
      {shown ? (
        <ShownKeyDialog
          shown={shown}
          onStored={() => setShown(undefined)}
          tryIt={<SnippetTabs baseUrl={API_URL} model={model} act="default" {...secretOf(shown)} />}
        />
      ) : null}
    </>
  );
}

const secretOf = ({ key }: ShownKey) => ({ secret: key, shownKey: cutKey(key) });

interface ModelStepProps {
  readonly callable: readonly Callable[];
  readonly model: Callable | undefined;
  readonly onPick: (id: string) => void;
}

function ModelStep({ callable, model, onPick }: ModelStepProps): ReactNode {
  const t = useTexts();
  return (
    <>
      <Select
        label={t('home.step.model')}
        value={model?.id ?? null}
        onChange={onPick}
        options={callable.map(({ id, targets }) => ({ value: id, label: id, detail: targets?.join(', ') }))}
      />
      <p className="home-quiet">{callable.length === 0 ? t('home.no_model') : t('home.model_why')}</p>
    </>
  );
}

function RequestStep({ model, isHere }: { readonly model: string; readonly isHere: boolean }): ReactNode {
  const t = useTexts();
  const aside = (
    <span role="status">
      <Status kind={isHere ? 'done' : 'live'}>{isHere ? t('home.arrived') : t('home.listening')}</Status>
    </span>
  );
  return <SnippetTabs baseUrl={API_URL} model={model} act="primary" aside={aside} />;
}
