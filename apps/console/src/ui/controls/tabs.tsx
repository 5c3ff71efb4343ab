import './tabs.css';
import type { ReactElement, ReactNode } from 'react';
import { Tab, TabList, TabPanel, Tabs as AriaTabs } from 'react-aria-components/Tabs';

export interface TabItem<Value extends string = string> {
  readonly id: Value;
  readonly title: string;
  readonly content: ReactNode;
}

export interface TabsProps<Value extends string> {
  readonly label: string;
  readonly tabs: readonly TabItem<Value>[];
  /** The URL's, where the tabs are a page's. */
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  readonly end?: ReactNode;
}

export function Tabs<Value extends string>({ label, tabs, value, onChange, end }: TabsProps<Value>): ReactElement {
  return (
    <AriaTabs
      className="ui-tabs"
      selectedKey={value}
      onSelectionChange={(key) => {
        const tab = tabs.find(({ id }) => id === key);
        if (tab) onChange(tab.id);
      }}
    >
      <div className="ui-tabs-head">
        <TabList className="ui-tab-list" aria-label={label}>
          {tabs.map(({ id, title }) => (
            <Tab key={id} id={id} className="ui-tab">
              {title}
            </Tab>
          ))}
        </TabList>
        {end}
      </div>
      {tabs.map(({ id, content }) => (
        <TabPanel key={id} id={id} className="ui-tab-panel">
          {content}
        </TabPanel>
      ))}
    </AriaTabs>
  );
}
