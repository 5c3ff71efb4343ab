import type { ReactElement } from 'react';
import { useState } from 'react';
import { Button } from '../src/ui/controls/button.js';
import { Field } from '../src/ui/controls/field.js';
import { Money } from '../src/ui/money/money.js';
import { DestructiveDialog, Dialog, ShownOnceDialog } from '../src/ui/overlay/dialog.js';
import { Menu } from '../src/ui/overlay/menu.js';
import { Panel, PanelSection, Sheet } from '../src/ui/overlay/panel.js';
import { toast } from '../src/ui/overlay/toast.js';
import { Code } from '../src/ui/show/code.js';
import { Id } from '../src/ui/show/id.js';
import { Waterfall } from '../src/ui/charts/waterfall.js';
import { snippet } from '../src/ui/snippets/snippets.js';
import { Part } from './part.js';

const KEY = 'tok_7fQm2Vx9Lr4KcT0bNw8sYhJ3pDzE6uGa5XoRi1';
const CALL = { baseUrl: 'https://ai.harbor.example', model: 'fast' };
type Open = 'form' | 'destructive' | 'once' | 'sheet' | undefined;

export function OverlayParts(): ReactElement {
  const [open, setOpen] = useState<Open>();
  const [name, setName] = useState('');
  const close = () => setOpen(undefined);
  return (
    <>
      <Part title="Overlays">
        <div className="gallery-row">
          <Button onPress={() => setOpen('form')}>Create a key</Button>
          <Button onPress={() => setOpen('destructive')}>Revoke the key</Button>
          <Button onPress={() => setOpen('once')}>Show the key once</Button>
          <Button onPress={() => setOpen('sheet')}>Open the sheet</Button>
          <Button onPress={() => toast('Limit of batch-nightly is now 12.00 USD a day', () => undefined)}>Say it</Button>
          <Menu
            label="Account"
            trigger={<Button>Northwind Robotics</Button>}
            acts={[
              { id: 'rename', title: 'Rename' },
              { id: 'leave', title: 'Leave', isDestructive: true },
              { id: 'move', title: 'Move', refused: 'Only an owner may' },
            ]}
          />
        </div>
        <Dialog
          open={open === 'form'}
          onClose={close}
          onSubmit={close}
          title="Create a key"
          lead="It has its own limits, models and history."
          acts={
            <>
              <Button onPress={close}>Discard</Button>
              <Button kind="primary" type="submit">
                Create key
              </Button>
            </>
          }
        >
          <Field label="Name" value={name} onChange={setName} autoFocus />
        </Dialog>
        <DestructiveDialog open={open === 'destructive'} onClose={close} onAct={close} title="Revoke the key laptop?" act="Revoke key">
          The 3 requests under way end normally. New ones are refused at once. Its name stays in old logs.
        </DestructiveDialog>
        <ShownOnceDialog
          open={open === 'once'}
          onStored={close}
          title="Copy the key warehouse-8 now"
          lead="It is shown this once. We keep only a keyed hash of it."
          secret={KEY}
          foot="Lost it later? Rotate the key: the old secret goes on for as long as you say."
        >
          <Code code={snippet('curl', { ...CALL, key: 'tok_7fQm…oRi1' })} copies={snippet('curl', { ...CALL, key: KEY })} label="curl" />
        </ShownOnceDialog>
        <Sheet open={open === 'sheet'} onClose={close} label="Filters">
          What matches is counted by the server.
        </Sheet>
      </Part>
      <PanelPart />
    </>
  );
}

function PanelPart(): ReactElement {
  const [isOpen, setOpen] = useState(true);
  return (
    <Part title="Panel" wide>
      <div className="gallery-panel">
        {isOpen ? <Receipt onClose={() => setOpen(false)} /> : <Button onPress={() => setOpen(true)}>Open</Button>}
      </div>
    </Part>
  );
}

function Receipt({ onClose }: { readonly onClose: () => void }): ReactElement {
  return (
    <Panel label="Receipt" title={<Id id="req_01m84gpf1zf04aywcw6g3qanvt" icon />} onClose={onClose} onNext={() => undefined}>
      <PanelSection>
        <Money amount="0.0024336" currency="USD" decimals={9} size="figure" unit />
      </PanelSection>
      <PanelSection title="What happened" note="2.24 s in all">
        <Waterfall
          label="What happened"
          steps={[
            { label: 'Hold made durable', startMs: 0, endMs: 1.4, kind: 'mark', time: '1.4 ms' },
            { label: '1 openai', startMs: 2, endMs: 414, kind: 'failed', time: '503 · 412 ms' },
            { label: '2 azure-eu, first byte', startMs: 414, endMs: 832, kind: 'waiting', time: '418 ms' },
            { label: 'streaming', startMs: 832, endMs: 2222, kind: 'streaming', time: '1,390 ms', isPart: true },
            { label: 'Charge made durable', startMs: 2222, endMs: 2223, kind: 'mark', time: '1.1 ms' },
          ]}
        />
      </PanelSection>
    </Panel>
  );
}
