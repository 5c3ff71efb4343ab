import type { ReactElement } from 'react';
import { useState } from 'react';
import { AmountField } from '../src/ui/controls/amount-field.js';
import { Button } from '../src/ui/controls/button.js';
import { Checkbox, Switch } from '../src/ui/controls/checkbox.js';
import { Field } from '../src/ui/controls/field.js';
import { Segmented } from '../src/ui/controls/segmented.js';
import { Select } from '../src/ui/controls/select.js';
import { Tabs } from '../src/ui/controls/tabs.js';
import { FilterBar } from '../src/ui/filter/filter-bar.js';
import type { Filter, FilterField } from '../src/ui/filter/filters.js';
import { DownloadIcon, PlusIcon } from '../src/ui/icons/icons.js';
import { Part } from './part.js';

export function ControlParts(): ReactElement {
  return (
    <>
      <Buttons />
      <Fields />
      <Choices />
      <Filters />
      <TabsPart />
    </>
  );
}

function Buttons(): ReactElement {
  return (
    <Part title="Buttons">
      <div className="gallery-row">
        <Button kind="primary" icon={<PlusIcon />}>
          Create key
        </Button>
        <Button icon={<DownloadIcon />}>CSV</Button>
        <Button kind="quiet">Discard</Button>
        <Button kind="destructive">Revoke key</Button>
        <Button kind="filled">Revoke key</Button>
        <Button kind="primary" busy>
          Create key
        </Button>
        <Button refused="Only an owner may invite">Invite</Button>
        <Button pressed>Live tail on</Button>
        <Button label="Download" icon={<DownloadIcon />} />
        <Button size="small">Small</Button>
        <Button size="large">Large</Button>
      </div>
    </Part>
  );
}

function Fields(): ReactElement {
  const [name, setName] = useState('batch-nightly');
  const [amount, setAmount] = useState('7,50');
  return (
    <Part title="Fields">
      <div className="gallery-stack">
        <Field label="Name" hint="Shown in logs, for good" value={name} onChange={setName} />
        <Field label="Address" refused="Write an address such as ann@example.com" value="ann@" onChange={() => undefined} type="email" />
        <Field label="Base URL" readOnly mono value="https://ai.harbor.example" onChange={() => undefined} />
        <AmountField label="Daily limit" currency="USD" value={amount} onChange={setAmount} refused="Write the amount with a point: 7.50" />
        <Field label="Note" lines={3} placeholder="Why" value="" onChange={() => undefined} />
      </div>
    </Part>
  );
}

const GROUPS = [
  { value: 'model', label: 'Model', detail: 'what answered' },
  { value: 'key', label: 'Key' },
  { value: 'project', label: 'Project' },
] as const;
const STEPS = [
  { value: 'hour', label: 'Hour' },
  { value: 'day', label: 'Day' },
  { value: 'month', label: 'Month' },
] as const;

function Choices(): ReactElement {
  const [by, setBy] = useState<(typeof GROUPS)[number]['value']>('model');
  const [per, setPer] = useState<(typeof STEPS)[number]['value']>('day');
  const [isOn, setOn] = useState(true);
  return (
    <Part title="Choices">
      <div className="gallery-stack">
        <Select label="Group by" options={GROUPS} value={by} onChange={setBy} hint="Six at most, then the others" />
        <div className="gallery-row">
          by <Select inline label="by" options={GROUPS} value={by} onChange={setBy} /> per{' '}
          <Segmented label="per" options={STEPS} value={per} onChange={setPer} />
        </div>
        <Checkbox checked={isOn} onChange={setOn} hint="Keys of this project only">
          May call all models
        </Checkbox>
        <Checkbox checked={false} partly onChange={setOn}>
          Some
        </Checkbox>
        <Switch checked={isOn} onChange={setOn}>
          Live tail
        </Switch>
      </div>
    </Part>
  );
}

const FIELDS: readonly FilterField[] = [
  {
    id: 'status',
    label: 'status',
    detail: 'how it ended',
    values: ['succeeded', 'failed', 'cancelled'].map((value) => ({ value, label: value, count: '812' })),
  },
  { id: 'project', label: 'project', values: [{ value: 'prj_1', label: 'Production' }] },
  { id: 'model', label: 'model', detail: 'what answered', operators: ['is', 'not', 'contains'] },
  { id: 'asked', label: 'model asked for', detail: 'what the call named', operators: ['is'] },
];

function Filters(): ReactElement {
  const [filters, setFilters] = useState<readonly Filter[]>([
    { field: 'project', operator: 'is', value: 'prj_1' },
    { field: 'status', operator: 'not', value: 'failed' },
  ]);
  return (
    <Part title="Filters">
      <FilterBar fields={FIELDS} value={filters} onChange={setFilters} end="812 match · 0.9631 USD" />
    </Part>
  );
}

function TabsPart(): ReactElement {
  const [tab, setTab] = useState<'statement' | 'credits'>('statement');
  return (
    <Part title="Tabs">
      <Tabs
        label="Billing"
        value={tab}
        onChange={setTab}
        tabs={[
          { id: 'statement', title: 'Statement', content: 'Every movement.' },
          { id: 'credits', title: 'Credits', content: 'Every lot.' },
        ]}
      />
    </Part>
  );
}
