import type { ReactElement } from 'react';
import { useState } from 'react';
import { Meter } from '../src/ui/charts/sparkline.js';
import { Money } from '../src/ui/money/money.js';
import { Card } from '../src/ui/show/card.js';
import { NothingMatches } from '../src/ui/show/empty.js';
import { Status } from '../src/ui/show/status.js';
import type { StatusKind } from '../src/ui/show/status.js';
import { Table } from '../src/ui/table/table.js';
import type { Column, Sort } from '../src/ui/table/columns.js';
import { Part } from './part.js';

interface Row {
  readonly id: string;
  readonly ago: string;
  readonly status: readonly [StatusKind, string];
  readonly model: string;
  readonly key: string;
  readonly tokens: string;
  readonly charge: string | null;
}

const ROWS: readonly Row[] = [
  {
    id: 'a',
    ago: '12 s',
    status: ['done', 'Succeeded'],
    model: 'openai/gpt-4.1-mini',
    key: 'robot-vision',
    tokens: '8,640',
    charge: '0.0024336',
  },
  {
    id: 'b',
    ago: '31 s',
    status: ['live', 'Streaming'],
    model: 'anthropic/claude-sonnet-4',
    key: 'fleet-planner',
    tokens: '3,118',
    charge: null,
  },
  {
    id: 'c',
    ago: '48 s',
    status: ['warn', 'Incomplete'],
    model: 'openai/gpt-4.1-mini',
    key: 'robot-vision',
    tokens: '11,402',
    charge: '0.00391204',
  },
  { id: 'd', ago: '1 min', status: ['bad', 'Failed · 503'], model: 'openai/gpt-4.1', key: 'batch-nightly', tokens: '–', charge: '0.00' },
  {
    id: 'e',
    ago: '2 min',
    status: ['ended', 'Cancelled'],
    model: '<script>alert(1)</script>',
    key: 'support-bot',
    tokens: '1,000',
    charge: '12.004056',
  },
];

const COLUMNS: readonly Column<Row>[] = [
  { id: 'ago', head: 'Ago', cell: (row) => row.ago },
  { id: 'status', head: 'Status', cell: (row) => <Status kind={row.status[0]}>{row.status[1]}</Status> },
  { id: 'model', head: 'Model', cell: (row) => row.model },
  { id: 'key', head: 'Key', cell: (row) => row.key, drop: 2 },
  { id: 'limit', head: 'Of daily limit', cell: () => <Meter part={0.37} label="37% of the limit" />, drop: 3 },
  { id: 'tokens', head: 'Tokens', cell: (row) => row.tokens, figures: true, sortable: true, total: '24,160', drop: 1 },
  {
    id: 'charge',
    head: 'Charge, USD',
    cell: (row) => <Money amount={row.charge} currency="USD" decimals={9} />,
    figures: true,
    sortable: true,
    total: <Money amount="12.01040164" currency="USD" decimals={9} total />,
  },
];

const LONG: readonly Row[] = Array.from({ length: 10_000 }, (_, at) => ({
  ...(ROWS[at % ROWS.length] as Row),
  id: `row-${at}`,
  ago: `${at} s`,
}));

const narrow = (row: Row) => ({
  what: row.model,
  amount: <Money amount={row.charge} currency="USD" />,
  status: <Status kind={row.status[0]}>{row.status[1]}</Status>,
  when: row.ago,
});

export function TableParts(): ReactElement {
  const [sort, setSort] = useState<Sort>({ column: 'charge', isDescending: true });
  const [chosen, setChosen] = useState('b');
  return (
    <>
      <Part title="Table" wide>
        <Card title="Latest requests" flush>
          <Table
            label="Latest requests"
            columns={COLUMNS}
            rows={ROWS}
            rowId={({ id }) => id}
            narrow={narrow}
            href={({ id }) => `#${id}`}
            onOpen={({ id }) => setChosen(id)}
            chosen={chosen}
            rowName={({ model }) => model}
            acts={() => [
              { id: 'copy', title: 'Copy id' },
              { id: 'revoke', title: 'Revoke key', isDestructive: true },
            ]}
            sort={sort}
            onSort={setSort}
            totalLabel="Total of all 812"
          />
        </Card>
      </Part>
      <Part title="Long table" wide>
        <Card flush>
          <div className="gallery-long">
            <Table label="All requests" columns={COLUMNS} rows={LONG} rowId={({ id }) => id} narrow={narrow} virtual />
          </div>
        </Card>
      </Part>
      <Part title="Table without rows">
        <Card flush>
          <Table
            label="No requests"
            columns={COLUMNS}
            rows={[]}
            rowId={({ id }) => id}
            empty={<NothingMatches onClear={() => undefined} />}
          />
        </Card>
      </Part>
    </>
  );
}
