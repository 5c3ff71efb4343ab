import type { ReactElement } from 'react';
import { useState } from 'react';
import { Button } from '../src/ui/controls/button.js';
import { Card, Notice } from '../src/ui/show/card.js';
import { Code } from '../src/ui/show/code.js';
import { Empty, NothingMatches } from '../src/ui/show/empty.js';
import { Id } from '../src/ui/show/id.js';
import { Skeleton } from '../src/ui/show/skeleton.js';
import { Status } from '../src/ui/show/status.js';
import { ProgressSteps } from '../src/ui/show/steps.js';
import { Time } from '../src/ui/show/time.js';
import { SnippetTabs } from '../src/ui/snippets/snippet-tabs.js';
import { snippet } from '../src/ui/snippets/snippets.js';
import { Part } from './part.js';

const HERE = { baseUrl: 'https://ai.harbor.example', model: 'fast' };
const AT = '2026-11-30T10:41:07.204Z';

export function ShowParts(): ReactElement {
  const [now] = useState(() => Date.now());
  return (
    <>
      <Part title="Status">
        <Card>
          <div className="gallery-statuses">
            <Status kind="done">Succeeded</Status>
            <Status kind="live">Streaming</Status>
            <Status kind="changing">Rotating</Status>
            <Status kind="warn">Incomplete</Status>
            <Status kind="bad">Failed · 503</Status>
            <Status kind="ended">Cancelled</Status>
          </div>
        </Card>
      </Part>
      <Part title="Times and ids">
        <Card>
          <div className="gallery-row">
            <Time at={now - 12_000} /> · <Time at={now - 3 * 3_600_000} as="age" /> · <Time at={AT} as="full" zone="Asia/Tokyo" /> ·{' '}
            <Time at={AT} as="clock" precision="millisecond" /> · <Id id="req_01m84gpf1zf04aywcw6g3qanvt" icon /> ·{' '}
            <Id id="account-cus_9f2-spkr-2026-11" most={22} />
          </div>
        </Card>
      </Part>
      <Part title="Skeleton">
        <Card>
          <Skeleton />
          <Skeleton as="text" rows={2} />
          <Skeleton as="figure" />
        </Card>
      </Part>
      <Part title="Empty">
        <Card flush>
          <Empty
            title="No requests yet"
            command={<Code code={snippet('curl', HERE)} label="curl" act="primary" aside={<Status kind="live">Listening</Status>} />}
          >
            Send one with your key; it shows here within a second.
          </Empty>
        </Card>
        <Card flush>
          <NothingMatches onClear={() => undefined} />
        </Card>
      </Part>
      <Part title="Notices">
        <div className="gallery-stack">
          <Notice act={<Button kind="quiet">Try now</Button>}>No answer from the gateway. Again in 8 s.</Notice>
          <Notice kind="bad">The session ended.</Notice>
          <Notice kind="info">Prove your address: a link was mailed.</Notice>
        </div>
      </Part>
      <Steps />
    </>
  );
}

function Steps(): ReactElement {
  const [step, setStep] = useState('request');
  return (
    <Part title="Steps and snippets" wide>
      <Card title="Connect your application" note="3 of 4">
        <div className="gallery-stack">
          <ProgressSteps
            label="Connect your application"
            chosen={step}
            onChoose={setStep}
            steps={[
              { id: 'url', title: 'Base URL', detail: 'ai.harbor.example', state: 'done' },
              { id: 'key', title: 'API key', detail: 'ci-laptop', state: 'done' },
              { id: 'request', title: 'First request', detail: 'See it arrive', state: 'current' },
              { id: 'receipt', title: 'Receipt', state: 'open' },
            ]}
          />
          <SnippetTabs {...HERE} act="default" aside={<Status kind="live">Listening for the first request of ci-laptop</Status>} />
        </div>
      </Card>
    </Part>
  );
}
